package io.stepgate.simulator.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a simulator has seen so far. May be read from any thread; the lists are bounded. */
public final class Counters {
  private static final int KEPT_REQUESTS = 64;
  private static final int KEPT_RIDS = 10_000;

  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger disconnects = new AtomicInteger();
  private final Deque<RecordedRequest> requests = new ArrayDeque<>();
  private final Deque<String> abortedRids = new ArrayDeque<>();

  public void connected() {
    connections.incrementAndGet();
  }

  public void disconnected() {
    connections.decrementAndGet();
  }

  public int openConnections() {
    return connections.get();
  }

  public void streamServed() {
    served.incrementAndGet();
  }

  public int servedStreams() {
    return served.get();
  }

  public void clientLeft() {
    disconnects.incrementAndGet();
  }

  public int clientsLeft() {
    return disconnects.get();
  }

  public void request(RecordedRequest request) {
    keep(requests, request, KEPT_REQUESTS);
  }

  public List<RecordedRequest> requests() {
    return copy(requests);
  }

  public void aborted(String rid) {
    keep(abortedRids, rid, KEPT_RIDS);
  }

  public List<String> abortedRids() {
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
