package io.stepgate.report;

import java.util.List;

/**
 * The published run of Step-3.5-Flash that live figures can be set beside: three rows of the seed
 * page, §5.1, measured by {@code sglang.bench_serving} on four H200. Its "random" dataset cuts
 * ShareGPT texts to uniformly drawn lengths up to 1000 tokens, so prompts and answers are about 500
 * tokens on average.
 */
public final class SeedReference {
  static final String MODEL = "stepfun-ai/Step-3.5-Flash";
  static final String HARDWARE = "4x NVIDIA H200";
  static final int TENSOR_PARALLEL = 4;
  static final int EXPERT_PARALLEL = 4;
  static final String SGLANG_VERSION = "0.5.8";

  /** What the page does not print. */
  private static final double NOT_PUBLISHED = Double.NaN;

  private static final List<Row> ROWS =
      List.of(
          row(
              1,
              new ServingReport(
                  35.30,
                  10,
                  6091,
                  4220,
                  4212,
                  0.28,
                  172.57,
                  119.56,
                  292.14,
                  e2e(10, 3527.94, 2884.72, 6350.38, 7858.53),
                  token(10, 107.53, 80.93, 269.52),
                  token(10, 8.12, 8.13, 8.14),
                  itl(8.12, 8.11, 8.61, 8.91, 20.77),
                  1.00,
                  124.00,
                  2)),
          row(
              16,
              new ServingReport(
                  54.06,
                  80,
                  39588,
                  40805,
                  40479,
                  1.48,
                  732.33,
                  754.84,
                  1487.17,
                  e2e(80, 9501.23, 10010.71, 15655.09, 18803.63),
                  token(80, 198.34, 89.50, 984.66),
                  token(80, 18.97, 18.80, 35.67),
                  itl(18.27, 17.48, 18.44, 62.47, 460.85),
                  14.06,
                  928.00,
                  21)),
          row(
              100,
              new ServingReport(
                  125.88,
                  500,
                  249331,
                  252662,
                  251323,
                  3.97,
                  1980.77,
                  2007.23,
                  3987.99,
                  e2e(500, 23223.31, 22631.90, 42269.38, 47637.53),
                  token(500, 372.13, 127.26, 1880.42),
                  token(500, 46.06, 47.61, 51.34),
                  itl(45.31, 39.86, 72.49, 117.05, 1359.81),
                  92.25,
                  2500.00,
                  109)));

  /**
   * One published run.
   *
   * @param arguments as the benchmark was called; {@code maxConcurrency} names the row
   * @param report its printed figures, NaN for those the page leaves out
   */
  public record Row(RunArguments arguments, ServingReport report) {}

  private SeedReference() {}

  /** The rows, by rising concurrency. */
  public static List<Row> rows() {
    return ROWS;
  }

  /** The row whose measured concurrency differs least from this one. */
  public static Row nearest(double concurrency) {
    Row nearest = ROWS.get(0);
    for (Row row : ROWS) {
      if (distance(row, concurrency) < distance(nearest, concurrency)) {
        nearest = row;
      }
    }
    return nearest;
  }

  /** Sets a report beside the row of the nearest concurrency. */
  public static SeedComparison compare(ServingReport live) {
    return new SeedComparison(nearest(live.concurrency()), live);
  }

  private static double distance(Row row, double concurrency) {
    return Math.abs(row.report().concurrency() - concurrency);
  }

  private static Row row(int maxConcurrency, ServingReport report) {
    return new Row(
        new RunArguments(
            null, "sglang", "random", RunArguments.NO_RATE, maxConcurrency, 1000, 1000, 0),
        report);
  }

  private static LatencySummary e2e(long n, double mean, double median, double p90, double p99) {
    return new LatencySummary(
        n, mean, median, NOT_PUBLISHED, p90, NOT_PUBLISHED, p99, NOT_PUBLISHED);
  }

  private static LatencySummary token(long n, double mean, double median, double p99) {
    return e2e(n, mean, median, NOT_PUBLISHED, p99);
  }

  private static LatencySummary itl(
      double mean, double median, double p95, double p99, double max) {
    return new LatencySummary(0, mean, median, NOT_PUBLISHED, NOT_PUBLISHED, p95, p99, max);
  }
}
