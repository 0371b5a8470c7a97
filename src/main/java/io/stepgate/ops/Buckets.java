package io.stepgate.ops;

/**
 * Bucket edges in seconds. They are the edges that SGLang v0.5.18 itself has, so that gateway minus
 * engine means something, with more of them where the seed page's figures lie: its median TTFTs are
 * 81, 90 and 127 ms, and the engine's first bucket ends at 100.
 */
final class Buckets {
  static final double[] TTFT = {
    0.005, 0.01, 0.025, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.12, 0.15, 0.2, 0.4, 0.6, 0.8, 1,
    2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400
  };
  static final double[] ITL = {
    0.002, 0.004, 0.005, 0.006, 0.007, 0.0075, 0.008, 0.0085, 0.009, 0.01, 0.012, 0.015, 0.0175,
    0.0185, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.06, 0.08, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2,
    4, 6, 8
  };
  static final double[] E2E = {
    0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 40, 50, 60, 80, 100, 200, 400,
    600, 1200, 1800, 2400
  };

  /**
   * When a phase begins or how long it lasts: the engine's edges for waits, and minutes of thought.
   */
  static final double[] PHASE = {
    0.025, 0.05, 0.1, 0.15, 0.2, 0.4, 0.6, 0.8, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 40, 50, 60, 80,
    100, 200, 400, 600, 1200
  };

  /** What one gateway adds is a matter of microseconds up to a few milliseconds. */
  static final double[] OVERHEAD = {
    0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
    2.5
  };

  private Buckets() {}
}
