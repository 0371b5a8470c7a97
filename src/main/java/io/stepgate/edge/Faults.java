package io.stepgate.edge;

import org.jboss.logging.Logger;

/** Faults of our own, for the log. */
final class Faults {
  private static final Logger LOG = Logger.getLogger(Faults.class);

  private Faults() {}

  /** The message may quote what was being read, so the log gets the kind and the place alone. */
  static void log(String requestId, Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    LOG.errorf(
        "request %s failed: %s at %s",
        requestId, fault.getClass().getName(), trace.length == 0 ? "?" : trace[0]);
  }
}
