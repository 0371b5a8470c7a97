package io.stepgate.report;

import java.util.Arrays;

/** Keeps every value: for a load run, whose number of samples is known beforehand. */
final class ExactLatencies implements Latencies {
  private double[] values = new double[64];
  private int size;

  @Override
  public void record(double nanos, int weight) {
    int needed = Math.addExact(size, weight);
    if (needed > values.length) {
      values = Arrays.copyOf(values, (int) Math.max(needed, Math.min(size * 2L, 1 << 30)));
    }
    Arrays.fill(values, size, needed, nanos);
    size = needed;
  }

  @Override
  public void add(LatencySketch other) {
    throw new UnsupportedOperationException("a sketch holds no exact values");
  }

  @Override
  public LatencySummary summary() {
    return LatencySummary.ofNanos(Arrays.copyOf(values, size));
  }
}
