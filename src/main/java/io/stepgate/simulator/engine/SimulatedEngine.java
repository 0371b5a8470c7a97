package io.stepgate.simulator.engine;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests that are being answered. To be used on its context only, but for the count. */
public final class SimulatedEngine {
  private static final Finish ABORTED =
      Finish.abort("Abort before prefill or in the middle of decode", null);

  private final Vertx vertx;
  private final Context context;
  private final EngineTiming timing;
  private final Set<Generation> running = new LinkedHashSet<>();
  private final AtomicInteger active = new AtomicInteger();
  private final List<Runnable> parked = new ArrayList<>();
  private boolean frozen;
  private Runnable idle;

  public SimulatedEngine(Vertx vertx, Context context, EngineTiming timing) {
    this.vertx = vertx;
    this.context = context;
    this.timing = timing;
  }

  /**
   * @param rids one for each output
   */
  public Generation start(List<String> rids, List<EngineOutput> outputs, EngineListener listener) {
    Generation generation = new Generation(rids, this, outputs, listener);
    running.add(generation);
    active.incrementAndGet();
    generation.begin(System.nanoTime());
    return generation;
  }

  /** Aborts what has exactly this id, as the real server does: no id of a whole batch works. */
  public void abort(String rid) {
    if (!frozen) {
      List.copyOf(running).forEach(generation -> generation.abort(rid, ABORTED));
    }
  }

  public void abortAll() {
    if (!frozen) {
      List.copyOf(running).forEach(generation -> generation.abort(ABORTED));
    }
  }

  public void stopAll() {
    List.copyOf(running).forEach(Generation::stop);
  }

  /** From now on nothing goes on, and nothing can be aborted. */
  public void freeze() {
    frozen = true;
  }

  /** What stood still goes on. */
  public void thaw() {
    frozen = false;
    List<Runnable> waiting = List.copyOf(parked);
    parked.clear();
    waiting.forEach(Runnable::run);
  }

  boolean frozen() {
    return frozen;
  }

  /** Keeps an action until the engine is not frozen any more. */
  public void park(Runnable action) {
    parked.add(action);
  }

  /** Runs {@code action} as soon as nothing is running. */
  public void whenIdle(Runnable action) {
    idle = action;
    tellIdle();
  }

  private void tellIdle() {
    if (idle != null && running.isEmpty()) {
      Runnable action = idle;
      idle = null;
      // Later: the last answer is yet to be told its end.
      context.runOnContext(ignored -> action.run());
    }
  }

  /** The number of requests in the engine; may be read from any thread. */
  public int active() {
    return active.get();
  }

  void remove(Generation generation) {
    if (running.remove(generation)) {
      active.decrementAndGet();
      tellIdle();
    }
  }

  public Vertx vertx() {
    return vertx;
  }

  Context context() {
    return context;
  }

  EngineTiming timing() {
    return timing;
  }
}
