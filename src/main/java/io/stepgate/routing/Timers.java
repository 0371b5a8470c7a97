package io.stepgate.routing;

import java.time.Duration;

/** Runs a task later, on the thread that probes. */
@FunctionalInterface
interface Timers {
  /** Returns what calls the task off, if it has not run yet. */
  Runnable after(Duration delay, Runnable task);
}
