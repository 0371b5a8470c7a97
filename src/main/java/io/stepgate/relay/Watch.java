package io.stepgate.relay;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Notices silence. One timer per exchange that looks at the time of the last sign of life: a chunk
 * costs a look at the clock, not a new timer.
 */
final class Watch {
  private static final long NONE = -1;

  private final Vertx vertx;
  private Runnable silent;
  private long limitNanos;
  private long lastNanos;
  private long timer = NONE;
  private boolean suspended;

  Watch(Vertx vertx, Duration limit, Runnable silent) {
    this.vertx = vertx;
    this.silent = silent;
    limit(limit);
  }

  /** Starts anew with another limit. */
  void limit(Duration limit) {
    stop();
    limitNanos = limit.toNanos();
    alive();
    arm(limitNanos);
  }

  /** Hands the watch on to whoever reads next. */
  void onSilent(Runnable next) {
    silent = next;
  }

  void alive() {
    lastNanos = System.nanoTime();
  }

  /** The time of the last sign of life. */
  long last() {
    return lastNanos;
  }

  /** While nobody reads, silence is not the backend's. */
  void suspend(boolean on) {
    suspended = on;
    alive();
  }

  void stop() {
    if (timer != NONE) {
      vertx.cancelTimer(timer);
      timer = NONE;
    }
  }

  private void arm(long nanos) {
    timer = vertx.setTimer(Math.max(1, nanos / 1_000_000), fired -> check());
  }

  private void check() {
    timer = NONE;
    long left = suspended ? limitNanos : limitNanos - (System.nanoTime() - lastNanos);
    if (left <= 0) {
      silent.run();
    } else {
      arm(left);
    }
  }
}
