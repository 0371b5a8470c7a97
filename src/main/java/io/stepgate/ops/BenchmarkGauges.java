package io.stepgate.ops;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report's figures as gauges, by the benchmark's own keys and for each model that had traffic.
 * They are not on {@code /metrics}: keys such as {@code p99_itl_ms} carry units that Prometheus'
 * linter refuses, and each look merges the whole window.
 */
final class BenchmarkGauges extends Collector {
  private static final String PREFIX = "stepgate_benchmark_";

  private final LiveReport live;
  private final Duration window;

  BenchmarkGauges(LiveReport live, Duration window) {
    this.live = live;
    this.window = window;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    Map<String, MetricFamilySamples> families = new LinkedHashMap<>();
    for (String model : live.models()) {
      live.report(model, window)
          .figures()
          .forEach((key, value) -> add(families, model, key, value.doubleValue()));
    }
    return new ArrayList<>(families.values());
  }

  private void add(
      Map<String, MetricFamilySamples> families, String model, String key, double value) {
    if (Double.isNaN(value)) {
      return;
    }
    GaugeMetricFamily family =
        (GaugeMetricFamily)
            families.computeIfAbsent(
                key,
                fresh ->
                    new GaugeMetricFamily(
                        PREFIX + key,
                        key + " of sglang.bench_serving, for the last " + window.toSeconds() + " s",
                        List.of("model")));
    family.addMetric(List.of(model), value);
  }
}
