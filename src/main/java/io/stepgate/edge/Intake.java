package io.stepgate.edge;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * How much of uploads an event loop takes between two turns of its streams. Uploads that are over
 * it wait, in the order in which they came: a thousand of them are read no faster than one. There
 * is one for each event loop, and only that uses it.
 */
final class Intake {
  /** 200 MB a second and loop: few networks bring that. */
  static final int BEAT_BYTES = 1 << 20;

  private static final int BEAT_MILLIS = 5;

  /** How many go on at a beat: each may bring a whole read, whatever is left then. */
  static final int BEAT_CONNECTIONS = 16;

  private static final ThreadLocal<Intake> HERE =
      ThreadLocal.withInitial(
          () -> {
            Vertx vertx = Vertx.currentContext().owner();
            return new Intake(beat -> vertx.setTimer(BEAT_MILLIS, timer -> beat.run()));
          });

  private final Consumer<Runnable> later;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int left = BEAT_BYTES;
  private boolean beating;

  /**
   * @param later runs the next beat
   */
  Intake(Consumer<Runnable> later) {
    this.later = later;
  }

  /** That of the event loop that asks. */
  static Intake here() {
    return HERE.get();
  }

  /** An upload brought so many bytes: whether that is more than was left, and it is to wait. */
  boolean took(int bytes) {
    left -= bytes;
    if (!beating) {
      beating = true;
      later.accept(this::beat);
    }
    return left < 0;
  }

  /** To be called for one that is to wait. What waits is in nobody's memory: it is not read. */
  void await(Runnable resume) {
    waiting.add(resume);
  }

  private void beat() {
    left = Math.min(BEAT_BYTES, left + BEAT_BYTES);
    for (int i = Math.min(BEAT_CONNECTIONS, waiting.size()); i > 0 && left > 0; i--) {
      waiting.remove().run();
    }
    beating = !waiting.isEmpty() || left < BEAT_BYTES;
    if (beating) {
      later.accept(this::beat);
    }
  }
}
