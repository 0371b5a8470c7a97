package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compose and Kubernetes files, held against the schemas that those projects publish. */
class YamlFilesTest {
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private static Schema composeSchema;
  private static Schema kubernetesSchema;

  @BeforeAll
  static void readSchemas() throws IOException {
    composeSchema = Yaml.composeSchema();
    kubernetesSchema = Yaml.kubernetesSchema();
  }

  static List<Golden.Row> allCombinations() throws IOException {
    return Golden.commands();
  }

  @ParameterizedTest
  @MethodSource("allCombinations")
  void combination_renderedAsCompose_isValidAndRunsTheSeedsCommand(Golden.Row row)
      throws Exception {
    JsonNode file = compose(row.values());

    assertEquals(List.of(), composeSchema.validate(file));
    assertEquals(argv(row), Yaml.strings(file.at("/services/sglang/command")));
  }

  @ParameterizedTest
  @MethodSource("allCombinations")
  void combination_renderedAsKubernetes_isValidAndRunsTheSeedsCommand(Golden.Row row)
      throws Exception {
    List<JsonNode> documents = kubernetes(row.values());

    for (JsonNode document : documents) {
      assertEquals(List.of(), kubernetesSchema.validate(document));
    }
    List<String> expected = new ArrayList<>(argv(row));
    expected.addAll(List.of("--host", "0.0.0.0", "--port", "30000"));
    assertEquals(expected, Yaml.strings(container(documents.get(0)).get("command")));
  }

  @Test
  void misspelledField_validated_isFoundByBothSchemas() throws Exception {
    JsonNode compose = compose(Map.of());
    ((ObjectNode) compose.at("/services/sglang")).put("shm_sise", "32g");
    JsonNode deployment = kubernetes(Map.of()).get(0);
    ((ObjectNode) container(deployment)).put("imagee", "x");

    assertFalse(composeSchema.validate(compose).isEmpty());
    assertFalse(kubernetesSchema.validate(deployment).isEmpty());
  }

  @Test
  void h200_renderedAsCompose_givesWhatTheSeedsDockerCallGives() throws Exception {
    JsonNode service = compose(Map.of()).at("/services/sglang");

    assertEquals("lmsysorg/sglang:dev-pr-18084", service.get("image").textValue());
    assertEquals("host", service.get("network_mode").textValue());
    assertEquals("host", service.get("ipc").textValue());
    assertEquals("32g", service.get("shm_size").textValue());
    assertEquals(
        "[{\"driver\":\"nvidia\",\"count\":\"all\",\"capabilities\":[\"gpu\"]}]",
        service.at("/deploy/resources/reservations/devices").toString());
    assertFalse(service.has("devices"));
  }

  @Test
  void mi300x_renderedAsCompose_givesWhatTheSeedsRocmCallGives() throws Exception {
    JsonNode service = compose(Map.of("hardware", "mi300x")).at("/services/sglang");

    assertEquals(List.of("/dev/kfd", "/dev/dri"), Yaml.strings(service.get("devices")));
    assertEquals(List.of("video"), Yaml.strings(service.get("group_add")));
    assertEquals(List.of("SYS_PTRACE"), Yaml.strings(service.get("cap_add")));
    assertEquals(List.of("seccomp=unconfined"), Yaml.strings(service.get("security_opt")));
    assertFalse(service.has("deploy"));
  }

  @Test
  void dollarSign_renderedAsCompose_isNotTakenForAVariable() throws Exception {
    LaunchPlan plan =
        new LaunchPlan("example/M", Platform.H200, 1, List.of("serve", "$HOME"), List.of());

    JsonNode file = YAML.readTree(ComposeRenderer.render(plan));

    assertEquals(List.of("serve", "$$HOME"), Yaml.strings(file.at("/services/sglang/command")));
  }

  @Test
  void h200_renderedAsKubernetes_asksForNvidiaGpusAndNoExtraRights() throws Exception {
    JsonNode deployment = kubernetes(Map.of()).get(0);

    assertEquals(
        "{\"requests\":{\"nvidia.com/gpu\":\"4\"},\"limits\":{\"nvidia.com/gpu\":\"4\"}}",
        container(deployment).get("resources").toString());
    assertFalse(container(deployment).has("securityContext"));
    assertFalse(deployment.at("/spec/template/spec").has("securityContext"));
  }

  @Test
  void mi355x_renderedAsKubernetes_asksForAmdGpusAndTheSeedsRights() throws Exception {
    JsonNode deployment = kubernetes(Map.of("hardware", "mi355x")).get(0);

    assertEquals(
        "{\"requests\":{\"amd.com/gpu\":\"4\"},\"limits\":{\"amd.com/gpu\":\"4\"}}",
        container(deployment).get("resources").toString());
    assertEquals(
        "{\"capabilities\":{\"add\":[\"SYS_PTRACE\"]},\"seccompProfile\":{\"type\":\"Unconfined\"}}",
        container(deployment).get("securityContext").toString());
    assertEquals(
        "{\"supplementalGroups\":[44]}",
        deployment.at("/spec/template/spec/securityContext").toString());
  }

  @Test
  void anyChoice_renderedAsKubernetes_sharesMemoryAndIsProbedLongerThanSglangWaits()
      throws Exception {
    JsonNode pod = kubernetes(Map.of()).get(0).at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");

    assertTrue(pod.get("hostIPC").booleanValue());
    assertEquals(
        "[{\"name\":\"shared-memory\",\"emptyDir\":{\"medium\":\"Memory\",\"sizeLimit\":\"32Gi\"}}]",
        pod.get("volumes").toString());
    assertEquals(
        "[{\"name\":\"shared-memory\",\"mountPath\":\"/dev/shm\"}]",
        container.get("volumeMounts").toString());
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertEquals("/health", container.get(probe).at("/httpGet/path").textValue(), probe);
      assertTrue(container.get(probe).get("timeoutSeconds").intValue() > 20, probe);
    }
  }

  @Test
  void fp8_renderedAsKubernetes_hasAServiceThatFindsItsPods() throws Exception {
    List<JsonNode> documents = kubernetes(Map.of("quantization", "fp8"));

    JsonNode deployment = documents.get(0);
    JsonNode service = documents.get(1);
    assertEquals(2, documents.size());
    assertEquals("step-3-5-flash-fp8", service.at("/metadata/name").textValue());
    assertEquals(deployment.at("/metadata/name"), service.at("/metadata/name"));
    assertEquals(deployment.at("/spec/template/metadata/labels"), service.at("/spec/selector"));
    assertEquals(deployment.at("/spec/selector/matchLabels"), service.at("/spec/selector"));
    assertEquals(container(deployment).at("/ports/0/name"), service.at("/spec/ports/0/targetPort"));
    assertEquals(30000, service.at("/spec/ports/0/port").intValue());
  }

  private static JsonNode compose(Map<String, String> given) throws Exception {
    return YAML.readTree(ConfigGenerator.render(LaunchOptions.parse(given), Format.COMPOSE));
  }

  private static List<JsonNode> kubernetes(Map<String, String> given) throws Exception {
    String text = ConfigGenerator.render(LaunchOptions.parse(given), Format.KUBERNETES);
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll();
  }

  private static JsonNode container(JsonNode deployment) {
    return deployment.at("/spec/template/spec/containers/0");
  }

  private static List<String> argv(Golden.Row row) {
    return List.of(row.command().replace("\\\n", " ").trim().split(" +"));
  }
}
