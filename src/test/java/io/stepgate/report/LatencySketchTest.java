package io.stepgate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencySketchTest {
  @Test
  void anyValues_summarised_percentilesWithinHalfAPercentAndTheRestExact() {
    for (int seed = 0; seed < 60; seed++) {
      // Given
      Random random = new Random(seed);
      double[] values = values(random, 1 + random.nextInt(seed < 30 ? 12 : 3000));
      LatencySketch sketch = new LatencySketch();
      // When
      for (double value : values) {
        sketch.record(value, 1);
      }
      // Then
      assertClose(LatencySummary.ofNanos(values), sketch.summary(), "seed " + seed);
    }
  }

  @Test
  void valuesSpreadOverSketches_sealedAndMerged_equalOneSketch() {
    for (int seed = 0; seed < 20; seed++) {
      // Given
      Random random = new Random(seed);
      double[] values = values(random, 2000);
      LatencySketch[] parts = {new LatencySketch(), new LatencySketch(), new LatencySketch()};
      LatencySketch whole = new LatencySketch();
      for (double value : values) {
        parts[random.nextInt(parts.length)].record(value, 1);
        whole.record(value, 1);
      }
      // When
      LatencySketch merged = new LatencySketch();
      merged.add(parts[0]);
      merged.add(parts[1].seal());
      merged.add(parts[2].seal());
      merged.add(new LatencySketch().seal());
      // Then
      LatencySummary expected = whole.summary();
      LatencySummary actual = merged.summary();
      assertEquals(expected.medianMs(), actual.medianMs());
      assertEquals(expected.p99Ms(), actual.p99Ms());
      assertClose(LatencySummary.ofNanos(values), actual, "seed " + seed);
    }
  }

  @Test
  void weightedValue_recorded_equalsThatManyValues() {
    LatencySketch weighted = new LatencySketch();
    weighted.record(1e6, 3);
    weighted.record(5e6, 1);
    LatencySummary exact = LatencySummary.ofNanos(new double[] {1e6, 1e6, 1e6, 5e6});
    assertClose(exact, weighted.summary(), "weighted");
  }

  @Test
  void closeValuesFarFromZero_summarised_deviationKeepsItsDigits() {
    LatencySketch sketch = new LatencySketch();
    for (int i = 0; i < 100_000; i++) {
      sketch.record(3.6e12 + i % 2, 1);
    }
    assertEquals(0.5e-6, sketch.summary().stdMs(), 1e-9);
  }

  @Test
  void noValue_summarised_isAllZero() {
    assertEquals(new LatencySummary(0, 0, 0, 0, 0, 0, 0, 0), new LatencySketch().summary());
    assertEquals(new LatencySketch().summary(), new ExactLatencies().summary());
  }

  @Test
  void valuesBeyondADay_recorded_maximumExactAndSpaceBounded() {
    LatencySketch sketch = new LatencySketch();
    for (double value = 1; value < 1e18; value *= 1.003) {
      sketch.record(value, 1);
    }
    sketch.record(1e18, 1);
    assertEquals(1e12, sketch.summary().maxMs());
    assertTrue(sketch.bytes() <= LatencySketch.MAX_BYTES, () -> "bytes: " + sketch.bytes());
  }

  private static double[] values(Random random, int count) {
    double[] values = new double[count];
    double scale = Math.pow(10, random.nextInt(11));
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(300);
            case 1 -> scale * Math.exp(random.nextGaussian());
            case 2 -> Math.exp(random.nextDouble() * 28);
            default -> scale;
          };
    }
    return values;
  }

  private static void assertClose(LatencySummary exact, LatencySummary actual, String what) {
    assertEquals(exact.count(), actual.count(), what);
    assertRelative(exact.meanMs(), actual.meanMs(), 1e-9, what + " mean");
    assertRelative(exact.stdMs(), actual.stdMs(), 1e-9, what + " std");
    assertRelative(exact.medianMs(), actual.medianMs(), 0.005, what + " median");
    assertRelative(exact.p90Ms(), actual.p90Ms(), 0.005, what + " p90");
    assertRelative(exact.p95Ms(), actual.p95Ms(), 0.005, what + " p95");
    assertRelative(exact.p99Ms(), actual.p99Ms(), 0.005, what + " p99");
    assertEquals(exact.maxMs(), actual.maxMs(), what + " max");
  }

  private static void assertRelative(double exact, double actual, double share, String what) {
    // Values are whole nanoseconds in the sketch, so half of one is the floor of any difference.
    assertEquals(exact, actual, Math.max(exact * share, 0.5e-6), what);
  }
}
