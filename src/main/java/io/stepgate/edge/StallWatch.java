package io.stepgate.edge;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Notices a client that takes nothing while something waits for it. One timer at most, and none
 * before something waits: it looks at the time of the last progress, so that progress costs a look
 * at the clock and not a new timer. Lives on one event loop.
 */
final class StallWatch {
  private static final long NONE = -1;

  private final Vertx vertx;
  private final long limitNanos;
  private final Runnable stalled;
  private long sinceNanos;
  private long timer = NONE;
  private boolean waits;

  StallWatch(Vertx vertx, Duration limit, Runnable stalled) {
    this.vertx = vertx;
    this.stalled = stalled;
    limitNanos = limit.toNanos();
  }

  /** From now on something waits for the client. */
  void waits() {
    waits = true;
    sinceNanos = System.nanoTime();
    if (timer == NONE) {
      arm(limitNanos);
    }
  }

  /** The client took enough: nothing of note waits any more. */
  void taken() {
    waits = false;
  }

  void stop() {
    waits = false;
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
    if (!waits) {
      return;
    }
    long left = limitNanos - (System.nanoTime() - sinceNanos);
    if (left <= 0) {
      stalled.run();
    } else {
      arm(left);
    }
  }
}
