package io.stepgate.report;

/**
 * Count, mean, population deviation, minimum and maximum of weighted values, without keeping them.
 * Deviations are summed around the running mean (Welford; merged after Chan), since the difference
 * of two sums of squares loses its digits when latencies differ little. Not thread-safe.
 */
final class Moments {
  private long count;
  private double mean;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max;

  void add(double value, long weight) {
    combine(weight, value, 0);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  void add(Moments other) {
    combine(other.count, other.mean, other.squares);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  Moments copy() {
    Moments copy = new Moments();
    copy.add(this);
    return copy;
  }

  long count() {
    return count;
  }

  double mean() {
    return mean;
  }

  /** Square root of the mean square deviation, divisor n. */
  double deviation() {
    return count == 0 ? 0 : Math.sqrt(squares / count);
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  private void combine(long otherCount, double otherMean, double otherSquares) {
    if (otherCount == 0) {
      return;
    }
    long total = count + otherCount;
    double apart = otherMean - mean;
    squares += otherSquares + apart * apart * ((double) count * otherCount / total);
    mean += apart * ((double) otherCount / total);
    count = total;
  }
}
