package io.stepgate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The benchmark's {@code calculate_metrics}, written down as plainly as it can be, with every value
 * in a list; and random requests to run it on.
 */
public final class NaiveBenchmark {
  private static final long MS = 1_000_000;

  /** One request as lists; {@code itlNanos} has an entry for each token after the first frame. */
  public record Request(
      long startNanos, long ttftNanos, List<Double> itlNanos, long latencyNanos, int in, int out) {}

  public final List<Request> requests = new ArrayList<>();
  final List<RequestSample> samples = new ArrayList<>();

  /** Adds a random request that starts at a time, in both forms. */
  RequestSample add(Random random, String model, long start) {
    RequestRecorder recorder = new RequestRecorder(start);
    long first = start + 20 * MS + (long) (random.nextDouble() * random.nextDouble() * 900 * MS);
    recorder.tokens(first, 1 + random.nextInt(3));
    List<Double> itl = new ArrayList<>();
    long at = first;
    int tokens = 1;
    for (int frame = random.nextInt(120); frame > 0; frame--) {
      int count = random.nextInt(5);
      // Some frames come out of the same read: gaps of microseconds, or none at all.
      long gap =
          random.nextInt(10) == 0
              ? random.nextInt(2000)
              : (long) (-Math.log(1 - random.nextDouble()) * 18 * MS);
      recorder.tokens(at + gap, count);
      if (count > 0) {
        at += gap;
        for (int token = 0; token < count; token++) {
          itl.add(gap / (double) count);
        }
        tokens += count;
      }
    }
    int in = random.nextInt(1000);
    long end = at + random.nextInt(3_000_000);
    RequestSample sample = recorder.finish(model, end, in, tokens);
    requests.add(new Request(start, first - start, itl, end - start, in, tokens));
    samples.add(sample);
    return sample;
  }

  public Map<String, Double> metrics(double duration, long originNanos) {
    List<Double> e2e = new ArrayList<>();
    List<Double> ttft = new ArrayList<>();
    List<Double> tpot = new ArrayList<>();
    List<Double> itl = new ArrayList<>();
    double input = 0;
    double output = 0;
    double latency = 0;
    for (Request request : requests) {
      input += request.in;
      output += request.out;
      latency += request.latencyNanos / 1e9;
      e2e.add((double) request.latencyNanos);
      ttft.add((double) request.ttftNanos);
      itl.addAll(request.itlNanos);
      if (request.out > 1) {
        tpot.add((request.latencyNanos - request.ttftNanos) / (request.out - 1.0));
      }
    }
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("completed", (double) requests.size());
    metrics.put("total_input_tokens", input);
    metrics.put("total_output_tokens", output);
    metrics.put("request_throughput", requests.size() / duration);
    metrics.put("input_throughput", input / duration);
    metrics.put("output_throughput", output / duration);
    metrics.put("total_throughput", (input + output) / duration);
    metrics.put("concurrency", latency / duration);
    family(metrics, "e2e_latency_ms", e2e);
    family(metrics, "ttft_ms", ttft);
    family(metrics, "tpot_ms", tpot);
    family(metrics, "itl_ms", itl);
    metrics.put("max_itl_ms", itl.stream().mapToDouble(v -> v / MS).max().orElse(0));
    peaks(metrics, originNanos);
    return metrics;
  }

  private void peaks(Map<String, Double> metrics, long originNanos) {
    Map<Long, Integer> tokens = new TreeMap<>();
    Map<Long, Integer> touching = new TreeMap<>();
    for (Request request : requests) {
      double at = request.startNanos - originNanos + request.ttftNanos;
      tokens.merge((long) Math.floor(at / 1e9), 1, Integer::sum);
      for (double gap : request.itlNanos) {
        at += gap;
        tokens.merge((long) Math.floor(at / 1e9), 1, Integer::sum);
      }
      long start = request.startNanos - originNanos;
      long last = Math.floorDiv(start + request.latencyNanos, 1_000_000_000L);
      for (long s = Math.floorDiv(start, 1_000_000_000L); s <= last; s++) {
        touching.merge(s, 1, Integer::sum);
      }
    }
    metrics.put("max_output_tokens_per_s", peak(tokens));
    metrics.put("max_concurrent_requests", peak(touching));
  }

  private static double peak(Map<Long, Integer> seconds) {
    return seconds.values().stream().mapToInt(v -> v).max().orElse(0);
  }

  private static void family(Map<String, Double> metrics, String family, List<Double> values) {
    double[] sorted = values.stream().mapToDouble(v -> v / MS).sorted().toArray();
    double mean = values.stream().mapToDouble(v -> v / MS).average().orElse(0);
    double squares = values.stream().mapToDouble(v -> Math.pow(v / MS - mean, 2)).sum();
    metrics.put("mean_" + family, mean);
    metrics.put("std_" + family, values.isEmpty() ? 0 : Math.sqrt(squares / values.size()));
    metrics.put("median_" + family, percentile(sorted, 50));
    metrics.put("p90_" + family, percentile(sorted, 90));
    metrics.put("p95_" + family, percentile(sorted, 95));
    metrics.put("p99_" + family, percentile(sorted, 99));
  }

  static double percentile(double[] sorted, double percent) {
    if (sorted.length == 0) {
      return 0;
    }
    double rank = percent / 100 * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
