package io.stepgate.routing;

/** Whether a backend gets requests: only a ready one does. */
public enum BackendState {
  /** Not looked at yet; gets none. */
  UNKNOWN,
  READY,
  /** It says it is ready, but fails what it gets: see {@code OutlierEjection}. */
  EJECTED,
  NOT_READY
}
