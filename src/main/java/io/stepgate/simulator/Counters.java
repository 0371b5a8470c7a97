package io.stepgate.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a simulator has seen so far. May be read from any thread; the lists are bounded. */
final class Counters {
  private static final int KEPT_REQUESTS = 64;
  private static final int KEPT_RIDS = 10_000;

  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger disconnects = new AtomicInteger();
  private final Deque<RecordedRequest> requests = new ArrayDeque<>();
  private final Deque<String> abortedRids = new ArrayDeque<>();

  void connected() {
    connections.incrementAndGet();
  }

  void disconnected() {
    connections.decrementAndGet();
  }

  int openConnections() {
    return connections.get();
  }

  void streamServed() {
    served.incrementAndGet();
  }

  int servedStreams() {
    return served.get();
  }

  void clientLeft() {
    disconnects.incrementAndGet();
  }

  int clientsLeft() {
    return disconnects.get();
  }

  void request(RecordedRequest request) {
    keep(requests, request, KEPT_REQUESTS);
  }

  List<RecordedRequest> requests() {
    return copy(requests);
  }

  void aborted(String rid) {
    keep(abortedRids, rid, KEPT_RIDS);
  }

  List<String> abortedRids() {
    return copy(abortedRids);
  }

  private static <T> void keep(Deque<T> kept, T item, int most) {
    synchronized (kept) {
      if (kept.size() == most) {
        kept.removeFirst();
      }
      kept.addLast(item);
    }
  }

  private static <T> List<T> copy(Deque<T> kept) {
    synchronized (kept) {
      return List.copyOf(kept);
    }
  }
}
