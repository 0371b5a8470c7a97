package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Prometheus' files and Grafana's provisioning. What promtool checks is .ci/prometheus' part. */
class PrometheusFilesTest {
  @Test
  void config_asComposeMountsIt_readsBothPathsOfTheGateway() throws IOException {
    JsonNode config = ObserveFiles.yaml(ObserveFiles.PROMETHEUS.resolve("prometheus.yml"));

    List<String> scraped = new ArrayList<>();
    for (JsonNode job : config.get("scrape_configs")) {
      scraped.add(
          String.join(
              " ",
              job.get("job_name").textValue(),
              job.at("/static_configs/0/targets/0").textValue()
                  + job.path("metrics_path").asText("/metrics"),
              job.get("scrape_interval").textValue()));
    }
    assertEquals(
        List.of(
            "stepgate gateway:8080/metrics 5s",
            "stepgate-benchmark gateway:8080/benchmark/metrics 15s"),
        scraped);
    for (JsonNode rules : config.get("rule_files")) {
      assertTrue(Files.exists(ObserveFiles.PROMETHEUS.resolve(rules.textValue())));
    }
  }

  @Test
  void alert_ofAnyGroup_saysHowBadAndWhatAndForHowLong() throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode rule : rules()) {
      String name = rule.get("alert").textValue();
      assertTrue(names.add(name), name);
      assertTrue(name.startsWith("Stepgate"), name);
      assertTrue(
          Set.of("critical", "warning").contains(rule.at("/labels/severity").textValue()), name);
      assertFalse(rule.at("/annotations/summary").asText().isBlank(), name);
      assertFalse(rule.at("/annotations/description").asText().isBlank(), name);
      assertTrue(rule.path("for").asText().matches("[1-9]\\d*m"), name);
    }
    assertFalse(names.isEmpty());
  }

  @Test
  void metrics_ofAnyAlert_areThoseOfTheGateway() throws IOException {
    for (JsonNode rule : rules()) {
      assertEquals(
          Set.of(),
          ObserveFiles.unknownNames(rule.get("expr").textValue()),
          rule.get("alert").textValue());
    }
  }

  @Test
  void alert_ofAnyGroup_isTestedQuietAndFiring() throws IOException {
    Set<String> quiet = new TreeSet<>();
    Set<String> firing = new TreeSet<>();
    JsonNode file = ObserveFiles.yaml(ObserveFiles.PROMETHEUS.resolve("alerts-test.yml"));
    for (JsonNode test : file.get("tests")) {
      for (JsonNode look : test.get("alert_rule_test")) {
        (look.path("exp_alerts").isEmpty() ? quiet : firing).add(look.get("alertname").textValue());
      }
    }
    Set<String> alerts = new TreeSet<>();
    rules().forEach(rule -> alerts.add(rule.get("alert").textValue()));
    assertEquals(alerts, quiet);
    assertEquals(alerts, firing);
  }

  @Test
  void grafana_asProvisioned_readsThatPrometheusAtItsPace() throws IOException {
    JsonNode source =
        ObserveFiles.yaml(ObserveFiles.GRAFANA.resolve("provisioning/datasources/prometheus.yml"))
            .at("/datasources/0");
    JsonNode provider =
        ObserveFiles.yaml(ObserveFiles.GRAFANA.resolve("provisioning/dashboards/stepgate.yml"))
            .at("/providers/0");
    JsonNode config = ObserveFiles.yaml(ObserveFiles.PROMETHEUS.resolve("prometheus.yml"));

    assertEquals("prometheus", source.get("type").textValue());
    assertEquals("http://prometheus:9090", source.get("url").textValue());
    assertEquals(
        config.at("/scrape_configs/0/scrape_interval"), source.at("/jsonData/timeInterval"));
    assertEquals("/etc/grafana/dashboards", provider.at("/options/path").textValue());
    assertFalse(provider.get("allowUiUpdates").booleanValue());
  }

  private static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    JsonNode file = ObserveFiles.yaml(ObserveFiles.PROMETHEUS.resolve("alerts.yml"));
    file.get("groups").forEach(group -> rules.addAll(ObserveFiles.list(group.get("rules"))));
    return rules;
  }
}
