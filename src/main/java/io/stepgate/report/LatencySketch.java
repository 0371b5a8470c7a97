package io.stepgate.report;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Any number of latencies in bounded space: a histogram for the percentiles, running moments for
 * the rest. Two significant digits make a bin at most 1/128 of its value wide, so its middle is
 * within 0.4 % of whatever fell in, and a percentile interpolated between two such values is too.
 * Mean, deviation, minimum and maximum are exact. Not thread-safe.
 */
final class LatencySketch implements Latencies {
  /** 41 times 128 bins cover a nanosecond to a day, each a long; and the object around them. */
  static final int MAX_BYTES = 41 * 128 * Long.BYTES + 512;

  /** Longer ones share the last bin: a bound for the bins, not for the maximum. */
  private static final long LONGEST_NANOS = 86_400_000_000_000L;

  private static final int DIGITS = 2;

  private final Histogram histogram = new Histogram(DIGITS);
  private final Moments moments = new Moments();

  @Override
  public void record(double nanos, int weight) {
    histogram.recordValueWithCount(Math.min(Math.round(nanos), LONGEST_NANOS), weight);
    moments.add(nanos, weight);
  }

  @Override
  public void add(LatencySketch other) {
    histogram.add(other.histogram);
    moments.add(other.moments);
  }

  void add(SealedSketch other) {
    other.forEachBin(histogram::recordValueWithCount);
    moments.add(other.moments());
  }

  void forEachBin(RequestSample.Gaps bins) {
    for (HistogramIterationValue bin : histogram.recordedValues()) {
      bins.take(
          histogram.medianEquivalentValue(bin.getValueIteratedTo()),
          bin.getCountAtValueIteratedTo());
    }
  }

  SealedSketch seal() {
    SealedSketch.Writer bins = new SealedSketch.Writer();
    for (HistogramIterationValue bin : histogram.recordedValues()) {
      bins.add(
          histogram.lowestEquivalentValue(bin.getValueIteratedTo()),
          bin.getCountAtValueIteratedTo());
    }
    return bins.seal(moments.copy());
  }

  @Override
  public LatencySummary summary() {
    int bins = 0;
    long[] upTo = new long[64];
    double[] middle = new double[64];
    long seen = 0;
    for (HistogramIterationValue bin : histogram.recordedValues()) {
      if (bins == upTo.length) {
        upTo = Arrays.copyOf(upTo, bins * 2);
        middle = Arrays.copyOf(middle, bins * 2);
      }
      seen += bin.getCountAtValueIteratedTo();
      upTo[bins] = seen;
      middle[bins++] = histogram.medianEquivalentValue(bin.getValueIteratedTo());
    }
    long[] ranks = Arrays.copyOf(upTo, bins);
    double[] values = middle;
    return LatencySummary.of(moments, rank -> valueAt(rank, ranks, values));
  }

  /** The value of a 0-based rank; the ends are known exactly, and nothing lies outside them. */
  private double valueAt(long rank, long[] upTo, double[] middle) {
    if (rank == 0) {
      return moments.min();
    }
    if (rank == moments.count() - 1) {
      return moments.max();
    }
    int found = Arrays.binarySearch(upTo, rank + 1);
    double value = middle[found >= 0 ? found : -found - 1];
    return Math.min(Math.max(value, moments.min()), moments.max());
  }

  /** Bytes of the histogram's array as it now stands. */
  int bytes() {
    return histogram.getEstimatedFootprintInBytes();
  }
}
