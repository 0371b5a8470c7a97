package io.stepgate.simulator.engine;

import io.vertx.core.Context;
import java.util.BitSet;
import java.util.List;

/** One request in the engine: hands out its chunks at the engine's pace, one timer at a time. */
public final class Generation {
  /** Steps in a row before the event loop may do something else. */
  private static final int BURST = 32;

  private static final long NO_TIMER = -1;

  private final List<String> rids;
  private final SimulatedEngine engine;
  private final List<EngineOutput> outputs;
  private final EngineListener listener;
  private final BitSet open = new BitSet();
  private int step;
  private long due;
  private long timer = NO_TIMER;
  private boolean over;

  Generation(
      List<String> rids,
      SimulatedEngine engine,
      List<EngineOutput> outputs,
      EngineListener listener) {
    this.rids = rids;
    this.engine = engine;
    this.outputs = outputs;
    this.listener = listener;
    open.set(0, outputs.size());
  }

  boolean over() {
    return over;
  }

  void begin(long now) {
    due = now;
    waitFor(engine.timing().firstTokenNanos(engine.active()));
  }

  /** Ends the open choice of this id, if there is one. */
  void abort(String rid, Finish finish) {
    int index = rids.indexOf(rid);
    if (!over && index >= 0 && open.get(index)) {
      open.clear(index);
      listener.chunk(index, EngineOutput.Chunk.EMPTY, finish);
      if (!open.isEmpty()) {
        listener.stepDone();
      } else if (stop()) {
        listener.finished();
      }
    }
  }

  /** Ends every open choice with {@code finish}, as {@code /abort_request} does. */
  void abort(Finish finish) {
    if (stop()) {
      open.stream().forEach(index -> listener.chunk(index, EngineOutput.Chunk.EMPTY, finish));
      listener.finished();
    }
  }

  /** Ends the generation without another word. False if it was over already. */
  public boolean stop() {
    if (over) {
      return false;
    }
    over = true;
    if (timer != NO_TIMER) {
      engine.vertx().cancelTimer(timer);
    }
    engine.remove(this);
    return true;
  }

  private void pump() {
    timer = NO_TIMER;
    if (engine.frozen()) {
      engine.park(this::pump);
      return;
    }
    for (int burst = 0; !over; burst++) {
      if (!listener.ready()) {
        listener.whenReady(this::pump);
        return;
      }
      if (burst == BURST) {
        Context context = engine.context();
        context.runOnContext(ignored -> pump());
        return;
      }
      emit();
      if (!over && open.isEmpty()) {
        stop();
        listener.finished();
      } else if (!over && !engine.timing().instant()) {
        waitFor(engine.timing().tokenNanos(engine.active()) * tokensOfNextStep());
        return;
      }
    }
  }

  private void emit() {
    for (int index = open.nextSetBit(0); index >= 0 && !over; index = open.nextSetBit(index + 1)) {
      EngineOutput output = outputs.get(index);
      boolean last = step == output.chunks().size() - 1;
      if (last) {
        open.clear(index);
      }
      listener.chunk(index, output.chunks().get(step), last ? output.finish() : null);
    }
    step++;
    if (!over) {
      listener.stepDone();
    }
  }

  private int tokensOfNextStep() {
    return outputs.get(open.nextSetBit(0)).chunks().get(step).tokens().size();
  }

  /** Delays add up from the first due time on, so that late timers do not slow the stream down. */
  private void waitFor(long nanos) {
    due += nanos;
    if (engine.timing().instant()) {
      engine.context().runOnContext(ignored -> pump());
      return;
    }
    long millis = Math.round((due - System.nanoTime()) / 1e6);
    timer = engine.vertx().setTimer(Math.max(1, millis), ignored -> pump());
  }
}
