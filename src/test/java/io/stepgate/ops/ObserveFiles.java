package io.stepgate.ops;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.stepgate.report.ServingReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files under {@code docker} that look at the gateway's metrics, and the names they may use.
 */
final class ObserveFiles {
  static final Path PROMETHEUS = Path.of("docker/prometheus");
  static final Path GRAFANA = Path.of("docker/grafana");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private static final Pattern NAME = Pattern.compile("\\bstepgate_\\w+");
  private static final Pattern SERIES = Pattern.compile("(\\w+)_(bucket|count|sum)");
  private static final String BENCHMARK = "stepgate_benchmark_";
  private static final Set<String> HISTOGRAMS =
      Set.of(
          "stepgate_e2e_latency_seconds",
          "stepgate_ttft_seconds",
          "stepgate_tpot_seconds",
          "stepgate_itl_seconds",
          "stepgate_time_to_first_reasoning_seconds",
          "stepgate_time_to_first_answer_seconds",
          "stepgate_time_to_first_tool_call_seconds",
          "stepgate_reasoning_duration_seconds",
          "stepgate_overhead_seconds");
  private static final Set<String> OTHERS =
      Set.of(
          "stepgate_requests_total",
          "stepgate_backend_requests_total",
          "stepgate_retries_total",
          "stepgate_input_tokens_total",
          "stepgate_cached_tokens_total",
          "stepgate_output_tokens_total",
          "stepgate_observer_failures_total",
          "stepgate_requests_in_flight",
          "stepgate_streams_in_flight",
          "stepgate_backend_up",
          "stepgate_backend_ejected",
          "stepgate_backend_in_flight");

  private ObserveFiles() {}

  static JsonNode yaml(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }

  /** The dashboards, by the names of their files. */
  static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(GRAFANA.resolve("dashboards"))) {
      return files.sorted().toList();
    }
  }

  static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static List<JsonNode> list(JsonNode array) {
    List<JsonNode> nodes = new ArrayList<>();
    array.forEach(nodes::add);
    return nodes;
  }

  /** Our metrics' names in a text that the gateway does not have. */
  static Set<String> unknownNames(String text) {
    return NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(name -> !isKnown(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isKnown(String name) {
    if (name.startsWith(BENCHMARK)) {
      return isKey(name.substring(BENCHMARK.length()));
    }
    Matcher series = SERIES.matcher(name);
    return OTHERS.contains(name) || series.matches() && HISTOGRAMS.contains(series.group(1));
  }

  /**
   * A whole key of the benchmark's output file, or the beginning of some in a regular expression.
   */
  private static boolean isKey(String key) {
    Set<String> keys = ServingReport.of(List.of(), 1).figures().keySet();
    return keys.contains(key)
        || key.endsWith("_") && keys.stream().anyMatch(known -> known.startsWith(key));
  }
}
