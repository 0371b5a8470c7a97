package io.stepgate.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Synthetic runs with what {@code sglang.bench_serving} computed from them. */
record BenchVectors(
    String id, long durationNanos, List<RequestSample> samples, Map<String, Double> expected) {
  /** The benchmark's internal names where they are not the output file's. */
  private static final Map<String, String> KEYS =
      Map.of(
          "total_input", "total_input_tokens",
          "total_input_text", "total_input_text_tokens",
          "total_input_vision", "total_input_vision_tokens",
          "total_output", "total_output_tokens",
          "total_output_retokenized", "total_output_tokens_retokenized");

  static List<BenchVectors> all() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<BenchVectors> vectors = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                BenchVectors.class.getResourceAsStream("/vectors/bench-metrics.jsonl"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        vectors.add(read(json.readTree(line)));
      }
    }
    return vectors;
  }

  /** The end of the run on the samples' clock. */
  long endNanos() {
    return samples.stream().mapToLong(RequestSample::startNanos).min().orElseThrow()
        + durationNanos;
  }

  private static BenchVectors read(JsonNode vector) {
    List<RequestSample> samples = new ArrayList<>();
    for (JsonNode output : vector.get("outputs")) {
      if (output.get("success").asBoolean()) {
        samples.add(sample(output));
      }
    }
    Map<String, Double> expected = new TreeMap<>();
    for (Map.Entry<String, JsonNode> metric : vector.get("expected").properties()) {
      // The retokenized rates are in no output file and no line of the table.
      if (!metric.getKey().endsWith("throughput_retokenized")) {
        expected.put(
            KEYS.getOrDefault(metric.getKey(), metric.getKey()), metric.getValue().asDouble());
      }
    }
    return new BenchVectors(
        vector.get("id").asText(), nanos(vector.get("dur_s").asDouble()), samples, expected);
  }

  private static RequestSample sample(JsonNode output) {
    double start = output.get("start_time").asDouble();
    RequestRecorder recorder = new RequestRecorder(nanos(start));
    double at = output.get("ttft").asDouble();
    recorder.tokens(nanos(start) + nanos(at), 1);
    for (JsonNode gap : output.get("itl")) {
      at += gap.asDouble();
      recorder.tokens(nanos(start) + nanos(at), 1);
    }
    return recorder.finish(
        "step",
        nanos(start) + nanos(output.get("latency").asDouble()),
        output.get("prompt_len").asLong(),
        output.get("output_len").asLong());
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
