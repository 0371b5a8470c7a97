package io.stepgate.simulator;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests that are being answered. To be used on its context only, but for the count. */
final class SimulatedEngine {
  private final Vertx vertx;
  private final Context context;
  private final EngineTiming timing;
  private final Set<Generation> running = new LinkedHashSet<>();
  private final AtomicInteger active = new AtomicInteger();

  SimulatedEngine(Vertx vertx, Context context, EngineTiming timing) {
    this.vertx = vertx;
    this.context = context;
    this.timing = timing;
  }

  Generation start(String rid, List<EngineOutput> outputs, EngineListener listener) {
    Generation generation = new Generation(rid, this, outputs, listener);
    running.add(generation);
    active.incrementAndGet();
    generation.begin(System.nanoTime());
    return generation;
  }

  /** Aborts every request whose id begins with {@code prefix}, as the real scheduler does. */
  void abort(String prefix) {
    Finish aborted = Finish.abort("Abort before prefill or in the middle of decode", null);
    for (Generation generation : List.copyOf(running)) {
      if (generation.rid().startsWith(prefix)) {
        generation.abort(aborted);
      }
    }
  }

  void stopAll() {
    List.copyOf(running).forEach(Generation::stop);
  }

  /** The number of requests in the engine; may be read from any thread. */
  int active() {
    return active.get();
  }

  void remove(Generation generation) {
    if (running.remove(generation)) {
      active.decrementAndGet();
    }
  }

  Vertx vertx() {
    return vertx;
  }

  Context context() {
    return context;
  }

  EngineTiming timing() {
    return timing;
  }
}
