package io.stepgate.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The serving benchmark's result: its fields, by its definitions ({@code calculate_metrics} of
 * SGLang v0.5.18). Rates are per second of the duration, latencies in milliseconds.
 *
 * <p>Two readings differ, since nobody here has a tokenizer: the retokenized count repeats {@code
 * totalOutputTokens}, and all input counts as text. A published row that leaves a figure out has
 * NaN for it.
 *
 * @param duration seconds of the run, or of the window
 * @param completed successful requests
 * @param concurrency time-average of requests in flight: the sum of latencies over the duration
 * @param maxOutputTokensPerS most token events in one second; the first frame of an answer is one
 *     event however many tokens it holds, and an answer that is not streamed has none
 * @param maxConcurrentRequests most requests that touched one second; two in a row that share a
 *     second count twice, so this can exceed what was ever in flight
 */
public record ServingReport(
    double duration,
    long completed,
    long totalInputTokens,
    long totalOutputTokens,
    long totalOutputTokensRetokenized,
    double requestThroughput,
    double inputThroughput,
    double outputThroughput,
    double totalThroughput,
    LatencySummary e2eLatency,
    LatencySummary ttft,
    LatencySummary tpot,
    LatencySummary itl,
    double concurrency,
    double maxOutputTokensPerS,
    long maxConcurrentRequests) {

  /**
   * The exact report of a finished run.
   *
   * @param samples every successful request
   * @param durationNanos wall time from the first dispatch to the last answer
   */
  public static ServingReport of(Collection<RequestSample> samples, long durationNanos) {
    boolean exact = samples.stream().allMatch(s -> !s.sawToken() || s.gaps().isExact());
    Tally<Latencies> tally = Tally.exact(exact ? new ExactLatencies() : new LatencySketch());
    long start = samples.stream().mapToLong(RequestSample::startNanos).min().orElse(0);
    long end = samples.stream().mapToLong(RequestSample::endNanos).max().orElse(0);
    SecondBins seconds = new SecondBins(Math.toIntExact(SecondBins.second(end - start) + 1));
    for (RequestSample sample : samples) {
      tally.add(sample);
      sample.mark(seconds, start);
    }
    return tally.report(durationNanos, seconds);
  }

  /**
   * Every figure by its key in the benchmark's output file, in that file's order; {@code
   * max_itl_ms} stands with its family. Counts are {@link Long}, the rest {@link Double}, NaN where
   * not known: always for {@code accept_length}, which only an engine's own state tells.
   */
  public Map<String, Number> figures() {
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("duration", duration);
    figures.put("completed", completed);
    figures.put("total_input_tokens", totalInputTokens);
    figures.put("total_input_text_tokens", totalInputTokens);
    figures.put("total_input_vision_tokens", 0L);
    figures.put("total_output_tokens", totalOutputTokens);
    figures.put("total_output_tokens_retokenized", totalOutputTokensRetokenized);
    figures.put("request_throughput", requestThroughput);
    figures.put("input_throughput", inputThroughput);
    figures.put("output_throughput", outputThroughput);
    figures.put("total_throughput", totalThroughput);
    put(figures, "e2e_latency_ms", e2eLatency);
    put(figures, "ttft_ms", ttft);
    put(figures, "tpot_ms", tpot);
    put(figures, "itl_ms", itl);
    figures.put("max_itl_ms", itl.maxMs());
    figures.put("concurrency", concurrency);
    figures.put("accept_length", Double.NaN);
    figures.put("max_output_tokens_per_s", maxOutputTokensPerS);
    figures.put("max_concurrent_requests", maxConcurrentRequests);
    return figures;
  }

  /** The figures as one JSON object on one line; one that is not known is null. */
  public String toJson() {
    JsonLine json = new JsonLine();
    figures().forEach(json::number);
    return json.close();
  }

  /** One line of the benchmark's output file: the run's arguments, then the figures. */
  public String toJson(RunArguments arguments) {
    JsonLine json = new JsonLine();
    arguments.writeTo(json);
    figures().forEach(json::number);
    return json.close();
  }

  /** The same line with a comparison at its end, under {@code comparison}. */
  public String toJson(RunArguments arguments, SeedComparison comparison) {
    JsonLine json = new JsonLine();
    arguments.writeTo(json);
    figures().forEach(json::number);
    json.json("comparison", comparison.toJson());
    return json.close();
  }

  private static void put(Map<String, Number> figures, String family, LatencySummary summary) {
    figures.put("mean_" + family, summary.meanMs());
    figures.put("median_" + family, summary.medianMs());
    figures.put("std_" + family, summary.stdMs());
    figures.put("p90_" + family, summary.p90Ms());
    figures.put("p95_" + family, summary.p95Ms());
    figures.put("p99_" + family, summary.p99Ms());
  }
}
