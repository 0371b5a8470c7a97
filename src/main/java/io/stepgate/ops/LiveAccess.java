package io.stepgate.ops;

/** Who may look at the live page: the values of {@code stepgate.ops.live}. */
enum LiveAccess {
  /** Everybody, as at {@code /metrics}. */
  ON,
  /** Nobody: the paths are none. */
  OFF,
  /** Whoever has one of the gateway's keys. */
  KEY
}
