package io.stepgate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

/** Compares a report with what it should say, key by key. */
final class Figures {
  /** Samples are whole nanoseconds, the vectors are not. */
  static final double EXACT = 1e-6;

  static final double SKETCHED = 0.005;

  private Figures() {}

  /** Everything to rounding, percentiles within a share of the expected value. */
  static void assertFigures(
      Map<String, Double> expected, ServingReport report, double percentiles, String what) {
    Map<String, Number> figures = report.figures();
    assertTrue(!expected.isEmpty(), "nothing is expected of " + what);
    expected.forEach(
        (key, value) -> {
          boolean percentile = key.startsWith("median_") || key.matches("p\\d\\d_.*");
          double share = percentile ? percentiles : EXACT;
          assertTrue(figures.containsKey(key), key);
          // The samples' own rounding: a nanosecond.
          double allowed = Math.max(Math.abs(value) * share, 1e-6);
          assertEquals(value, figures.get(key).doubleValue(), allowed, what + ": " + key);
        });
  }
}
