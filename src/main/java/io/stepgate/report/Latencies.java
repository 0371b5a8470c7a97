package io.stepgate.report;

/** One family of latencies (end-to-end, TTFT, TPOT or ITL) being gathered, in nanoseconds. */
sealed interface Latencies permits ExactLatencies, LatencySketch {
  /**
   * Enters a value {@code weight} times.
   *
   * @param nanos not negative
   * @param weight at least 1
   */
  void record(double nanos, int weight);

  /**
   * Enters all of a sketch.
   *
   * @throws UnsupportedOperationException this keeps exact values, and a sketch has none to give
   */
  void add(LatencySketch other);

  /** What was entered so far; all zeros if nothing. */
  LatencySummary summary();
}
