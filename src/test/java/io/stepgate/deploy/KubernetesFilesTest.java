package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.stepgate.testing.Pom;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docker/kubernetes}: valid, closed, and in step with each other and the generator. */
class KubernetesFilesTest {
  private static final Path FOLDER = Path.of("docker/kubernetes");
  private static final String MONITOR = "servicemonitor.yaml";
  private static final String KUSTOMIZATION = "kustomization.yaml";
  private static final String ADAPTER = "prometheus-adapter-values.yaml";

  static List<String> ofKubernetesItself() throws IOException {
    return Yaml.strings(read(KUSTOMIZATION).get("resources")).stream()
        .filter(name -> !name.equals(MONITOR))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("ofKubernetesItself")
  void file_heldAgainstKubernetesSchema_isValid(String name) throws IOException {
    assertEquals(List.of(), Yaml.kubernetesSchema().validate(read(name)));
  }

  @Test
  void kustomization_namesEveryFileAndTheProjectsVersion() throws IOException {
    JsonNode kustomization = read(KUSTOMIZATION);
    Set<String> there;
    try (Stream<Path> files = Files.list(FOLDER)) {
      there =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !Set.of(KUSTOMIZATION, ADAPTER).contains(name))
              .collect(Collectors.toSet());
    }

    assertEquals("kustomize.config.k8s.io/v1beta1", kustomization.get("apiVersion").textValue());
    assertEquals("Kustomization", kustomization.get("kind").textValue());
    assertEquals(there, new TreeSet<>(Yaml.strings(kustomization.get("resources"))));
    assertEquals(
        container().get("image").textValue(), kustomization.at("/images/0/name").textValue());
    assertEquals(Pom.version(), kustomization.at("/images/0/newTag").textValue());
  }

  @Test
  void pod_isNoRootHasNoRightsAndNothingToWriteTo() throws IOException {
    JsonNode pod = pod();
    assertTrue(pod.at("/securityContext/runAsNonRoot").booleanValue());
    assertTrue(pod.at("/securityContext/runAsUser").intValue() > 0);
    assertEquals("RuntimeDefault", pod.at("/securityContext/seccompProfile/type").textValue());
    assertFalse(pod.get("automountServiceAccountToken").booleanValue());
    JsonNode rights = container().get("securityContext");
    assertTrue(rights.get("readOnlyRootFilesystem").booleanValue());
    assertFalse(rights.get("allowPrivilegeEscalation").booleanValue());
    assertEquals(List.of("ALL"), Yaml.strings(rights.at("/capabilities/drop")));
    for (JsonNode mount : container().get("volumeMounts")) {
      assertTrue(mount.get("readOnly").booleanValue(), mount::toString);
    }
  }

  /** Kubernetes' own variables would be keys under stepgate that mean nothing. */
  @Test
  void pod_ofAServiceCalledLikeTheConfiguration_getsNoVariablesOfServices() throws IOException {
    assertEquals("stepgate", read("service.yaml").at("/metadata/name").textValue());
    assertFalse(pod().get("enableServiceLinks").booleanValue());
  }

  @Test
  void stoppingPod_hasTimeForItsStreams() throws IOException {
    Duration shutdown = null;
    for (JsonNode variable : container().get("env")) {
      if (variable.get("name").textValue().equals("QUARKUS_SHUTDOWN_TIMEOUT")) {
        shutdown = Duration.parse("PT" + variable.get("value").textValue());
      }
    }
    int sleep = container().at("/lifecycle/preStop/sleep/seconds").intValue();
    int grace = pod().get("terminationGracePeriodSeconds").intValue();

    assertTrue(sleep > 0);
    assertTrue(grace > sleep + shutdown.toSeconds(), () -> grace + " s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"startup started", "readiness ready", "liveness live"})
  void probe_asksTheHealthCheckOfItsKind(String pair) throws IOException {
    String[] probe = pair.split(" ");
    JsonNode ask = container().at("/" + probe[0] + "Probe/httpGet");

    assertEquals("/q/health/" + probe[1], ask.get("path").textValue());
    assertEquals(container().at("/ports/0/name"), ask.get("port"));
  }

  @Test
  void labels_bindTheFilesTogether() throws IOException {
    JsonNode labels = read("deployment.yaml").at("/spec/template/metadata/labels");
    JsonNode service = read("service.yaml");

    assertEquals(labels, read("deployment.yaml").at("/spec/selector/matchLabels"));
    assertEquals(labels, service.at("/spec/selector"));
    assertEquals(labels, read("poddisruptionbudget.yaml").at("/spec/selector/matchLabels"));
    assertEquals(container().at("/ports/0/name"), service.at("/spec/ports/0/targetPort"));
    assertEquals(
        read("configmap.yaml").at("/metadata/name"),
        container().at("/envFrom/0/configMapRef/name"));
    assertEquals(
        read("secret.yaml").at("/metadata/name"), pod().at("/volumes/0/secret/secretName"));
    assertEquals(
        read("configmap.yaml").at("/data/STEPGATE_ADMISSION_KEYS_FILE").textValue(),
        container().at("/volumeMounts/0/mountPath").textValue() + "/keys");
    assertTrue(read("secret.yaml").get("stringData").has("keys"));
  }

  @Test
  void monitor_findsTheServiceAndBothEndpoints() throws IOException {
    JsonNode monitor = read(MONITOR);
    JsonNode service = read("service.yaml");

    assertEquals("monitoring.coreos.com/v1", monitor.get("apiVersion").textValue());
    assertEquals("ServiceMonitor", monitor.get("kind").textValue());
    assertEquals(Set.of("apiVersion", "kind", "metadata", "spec"), Set.copyOf(names(monitor)));
    assertEquals(Set.of("selector", "endpoints"), Set.copyOf(names(monitor.get("spec"))));
    assertEquals(service.at("/metadata/labels"), monitor.at("/spec/selector/matchLabels"));
    assertEquals(
        List.of("/metrics", "/benchmark/metrics"),
        monitor.at("/spec/endpoints").findValuesAsText("path"));
    for (JsonNode endpoint : monitor.at("/spec/endpoints")) {
      assertEquals(service.at("/spec/ports/0/name"), endpoint.get("port"));
      assertTrue(endpoint.get("interval").textValue().matches("[0-9]+s"));
    }
  }

  @Test
  void autoscaler_goesByAGaugeThatTheGatewayHasAndTheAdapterPassesOn() throws IOException {
    JsonNode autoscaler = read("horizontalpodautoscaler.yaml");
    String metric = autoscaler.at("/spec/metrics/0/pods/metric/name").textValue();
    JsonNode rule = read(ADAPTER).at("/rules/custom/0");

    assertEquals(
        read("deployment.yaml").at("/metadata/name"), autoscaler.at("/spec/scaleTargetRef/name"));
    assertFalse(read("deployment.yaml").get("spec").has("replicas"));
    assertTrue(rule.get("seriesQuery").textValue().startsWith(metric + "{"));
    assertEquals(metric, rule.at("/name/as").textValue());
    // Prometheus writes underscores where Micrometer has dots.
    String meters = Files.readString(Path.of("src/main/java/io/stepgate/ops/GatewayGauges.java"));
    assertTrue(meters.contains("Gauge.builder(\"" + metric.replace('_', '.') + "\""), metric);
  }

  @Test
  void backend_isTheServiceThatTheGeneratorPrints() throws Exception {
    LaunchOptions options = LaunchOptions.parse(Map.of("reasoningParser", "enabled"));
    String[] documents = ConfigGenerator.render(options, Format.KUBERNETES).split("---\n");
    JsonNode service = Yaml.document(documents[1]);
    JsonNode given = read("configmap.yaml").get("data");

    URI url = URI.create(given.get("STEPGATE_BACKENDS_H200_URL").textValue());
    assertEquals(service.at("/metadata/name").textValue(), url.getHost());
    assertEquals(service.at("/spec/ports/0/port").intValue(), url.getPort());
    assertEquals(
        options.values().get("hardware"), given.get("STEPGATE_BACKENDS_H200_HARDWARE").textValue());
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode pod() throws IOException {
    return read("deployment.yaml").at("/spec/template/spec");
  }

  private static JsonNode container() throws IOException {
    return pod().at("/containers/0");
  }

  private static JsonNode read(String name) throws IOException {
    return Yaml.document(Files.readString(FOLDER.resolve(name)));
  }
}
