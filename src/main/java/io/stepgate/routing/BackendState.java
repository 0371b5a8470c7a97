package io.stepgate.routing;

/** Whether a backend gets requests. */
public enum BackendState {
  /** Not looked at yet; gets none. */
  UNKNOWN,
  READY,
  NOT_READY
}
