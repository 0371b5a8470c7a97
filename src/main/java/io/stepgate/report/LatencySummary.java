package io.stepgate.report;

import java.util.Arrays;
import java.util.function.LongToDoubleFunction;

/**
 * One family of latencies in milliseconds. Percentiles are those of {@code numpy.percentile}:
 * linear between the two ranks around p/100·(n-1). The deviation is the population's. Of no values,
 * everything is 0. A published table that leaves a figure out has NaN for it.
 */
public record LatencySummary(
    long count,
    double meanMs,
    double medianMs,
    double stdMs,
    double p90Ms,
    double p95Ms,
    double p99Ms,
    double maxMs) {
  private static final LatencySummary EMPTY = new LatencySummary(0, 0, 0, 0, 0, 0, 0, 0);
  private static final double NANOS_PER_MS = 1e6;

  /** The exact summary of values in nanoseconds; the array is left as it is. */
  public static LatencySummary ofNanos(double[] nanos) {
    double[] sorted = nanos.clone();
    Arrays.sort(sorted);
    Moments moments = new Moments();
    for (double value : sorted) {
      moments.add(value, 1);
    }
    return of(moments, rank -> sorted[(int) rank]);
  }

  /** The summary of values known by their moments and, for each 0-based rank, a value. */
  static LatencySummary of(Moments moments, LongToDoubleFunction atRank) {
    long count = moments.count();
    if (count == 0) {
      return EMPTY;
    }
    return new LatencySummary(
        count,
        moments.mean() / NANOS_PER_MS,
        percentile(50, count, atRank),
        moments.deviation() / NANOS_PER_MS,
        percentile(90, count, atRank),
        percentile(95, count, atRank),
        percentile(99, count, atRank),
        moments.max() / NANOS_PER_MS);
  }

  private static double percentile(int percent, long count, LongToDoubleFunction atRank) {
    double rank = percent / 100.0 * (count - 1);
    long below = (long) rank;
    double low = atRank.applyAsDouble(below);
    double high = atRank.applyAsDouble(Math.min(below + 1, count - 1));
    return (low + (rank - below) * (high - low)) / NANOS_PER_MS;
  }
}
