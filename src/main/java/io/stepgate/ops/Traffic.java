package io.stepgate.ops;

import io.stepgate.edge.ExchangeFacts;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests that are under way. */
@Singleton
class Traffic {
  private final Map<ExchangeFacts, Progress> running = new ConcurrentHashMap<>();
  private final AtomicInteger[] streams = new AtomicInteger[Phase.values().length];

  Traffic() {
    for (int i = 0; i < streams.length; i++) {
      streams[i] = new AtomicInteger();
    }
  }

  void arrived(ExchangeFacts exchange) {
    running.put(exchange, new Progress(exchange.arrivedNanos()));
  }

  /** Null where the request is not known to be under way. */
  Progress progress(ExchangeFacts exchange) {
    return running.get(exchange);
  }

  /** A stream begins to wait for its first piece. */
  void waits() {
    streams[Phase.WAITING.ordinal()].incrementAndGet();
  }

  void moves(Phase from, Phase to) {
    streams[from.ordinal()].decrementAndGet();
    streams[to.ordinal()].incrementAndGet();
  }

  void leaves(Phase from) {
    streams[from.ordinal()].decrementAndGet();
  }

  Progress finished(ExchangeFacts exchange) {
    return running.remove(exchange);
  }

  int inFlight() {
    return running.size();
  }

  int streams(Phase phase) {
    return streams[phase.ordinal()].get();
  }
}
