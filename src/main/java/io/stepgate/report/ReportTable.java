package io.stepgate.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The report as text, line for line as {@code bench_serving} prints it, without padding at line
 * ends.
 */
public final class ReportTable {
  /** Which lines there are. */
  public enum Layout {
    /** SGLang up to 0.5.13, as on the seed page: P90 only for E2E, P95 only for ITL. */
    SEED,
    /** Later ones: P90, P95 and P99 in each section. */
    CURRENT
  }

  private static final int WIDTH = 50;
  private static final int LABEL = 40;

  private final StringBuilder out = new StringBuilder();
  private final boolean all;

  private ReportTable(Layout layout) {
    this.all = layout == Layout.CURRENT;
  }

  /** The table, each line ended by a line feed; a figure that is not known reads {@code n/a}. */
  public static String render(ServingReport report, RunArguments arguments, Layout layout) {
    ReportTable table = new ReportTable(layout);
    table.totals(report, arguments);
    table.latencies(report);
    return table.out.toString();
  }

  private void totals(ServingReport report, RunArguments arguments) {
    title(" Serving Benchmark Result ", '=');
    line("Backend:", arguments.backend());
    line("Traffic request rate:", arguments.rate());
    line(
        "Max request concurrency:",
        arguments.maxConcurrency() == RunArguments.NOT_SET
            ? "not set"
            : Integer.toString(arguments.maxConcurrency()));
    line("Successful requests:", report.completed());
    line("Benchmark duration (s):", report.duration());
    line("Total input tokens:", report.totalInputTokens());
    line("Total input text tokens:", report.totalInputTokens());
    line("Total generated tokens:", report.totalOutputTokens());
    line("Total generated tokens (retokenized):", report.totalOutputTokensRetokenized());
    line("Request throughput (req/s):", report.requestThroughput());
    line("Input token throughput (tok/s):", report.inputThroughput());
    line("Output token throughput (tok/s):", report.outputThroughput());
    line("Peak output token throughput (tok/s):", report.maxOutputTokensPerS());
    line("Peak concurrent requests:", report.maxConcurrentRequests());
    line("Total token throughput (tok/s):", report.totalThroughput());
    line("Concurrency:", report.concurrency());
  }

  private void latencies(ServingReport report) {
    title("End-to-End Latency", '-');
    family("E2E Latency (ms):", report.e2eLatency(), true, all);
    title("Time to First Token", '-');
    family("TTFT (ms):", report.ttft(), all, all);
    title("Time per Output Token (excl. 1st token)", '-');
    family("TPOT (ms):", report.tpot(), all, all);
    title("Inter-Token Latency", '-');
    family("ITL (ms):", report.itl(), all, true);
    line("Max ITL (ms):", report.itl().maxMs());
    title("", '=');
  }

  private void family(String name, LatencySummary latency, boolean p90, boolean p95) {
    line("Mean " + name, latency.meanMs());
    line("Median " + name, latency.medianMs());
    if (p90) {
      line("P90 " + name, latency.p90Ms());
    }
    if (p95) {
      line("P95 " + name, latency.p95Ms());
    }
    line("P99 " + name, latency.p99Ms());
  }

  private void title(String text, char rule) {
    int left = (WIDTH - text.length()) / 2;
    int right = WIDTH - text.length() - left;
    String rules = String.valueOf(rule);
    out.append(rules.repeat(left)).append(text).append(rules.repeat(right)).append('\n');
  }

  private void line(String label, double value) {
    line(label, number(value));
  }

  /** With two decimals. */
  static String number(double value) {
    // Exact binary value, ties to even, as Python formats: String.format would round 0.125 up.
    return Double.isFinite(value)
        ? new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString()
        : "n/a";
  }

  private void line(String label, long value) {
    line(label, Long.toString(value));
  }

  private void line(String label, String value) {
    out.append(label)
        .append(" ".repeat(Math.max(0, LABEL - label.length())))
        .append(' ')
        .append(value)
        .append('\n');
  }
}
