package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stepgate.testing.Pom;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docker/compose.yaml}: valid, closed, and in step with the generator. */
class ComposeFileTest {
  /** Lets the gateway's container in; alone on the host, SGLang listens to the host only. */
  private static final List<String> REACHABLE = List.of("--host", "0.0.0.0", "--port", "30000");

  private static JsonNode file;

  @BeforeAll
  static void read() throws IOException {
    file = Yaml.document(Files.readString(Path.of("docker/compose.yaml")));
  }

  @Test
  void file_heldAgainstComposesSchema_isValid() throws IOException {
    assertEquals(List.of(), Yaml.composeSchema().validate(file));
  }

  @ParameterizedTest
  @CsvSource({
    "sglang-h200, h200",
    "sglang-mi300x, mi300x",
    "sglang-mi300x, mi325x",
    "sglang-mi355x, mi350x",
    "sglang-mi355x, mi355x"
  })
  void sglang_besideWhatTheGeneratorPrints_isTheSameButForTheNetwork(String name, String hardware)
      throws BadOption {
    ObjectNode expected = generated(hardware);
    expected.remove("network_mode");
    ArrayNode command = (ArrayNode) expected.get("command");
    REACHABLE.forEach(command::add);

    ObjectNode service = file.at("/services/" + name).deepCopy();
    service.remove(List.of("profiles", "restart"));

    assertEquals(expected, service);
  }

  @Test
  void everyProfile_hasOneGatewayWhoseBackendsAreItsOtherServices() {
    Map<String, List<String>> gateways = new TreeMap<>();
    Map<String, List<String>> others = new TreeMap<>();
    Map<String, List<String>> backends = new TreeMap<>();
    for (Map.Entry<String, JsonNode> service : services()) {
      String profile = service.getValue().at("/profiles/0").textValue();
      boolean gateway = service.getKey().startsWith("gateway");
      (gateway ? gateways : others)
          .computeIfAbsent(profile, none -> new ArrayList<>())
          .add(service.getKey());
      if (gateway) {
        backends.put(profile, hosts(service.getValue()));
      }
    }

    assertEquals(Set.of("amd", "amd-mi35x", "demo", "nvidia", "own"), gateways.keySet());
    assertTrue(gateways.values().stream().allMatch(each -> each.size() == 1), gateways::toString);
    // The profile for servers elsewhere has its backend from the caller's environment.
    assertEquals(List.of(), backends.remove("own"));
    others.keySet().retainAll(gateways.keySet());
    assertEquals(others, backends);
  }

  @Test
  void everyGateway_isOpenToThisHostAloneAndCalledGateway() {
    for (Map.Entry<String, JsonNode> service : services()) {
      if (service.getKey().startsWith("gateway")) {
        assertEquals(List.of("127.0.0.1:8080:8080"), Yaml.strings(service.getValue().get("ports")));
        assertEquals(
            List.of("gateway"), Yaml.strings(service.getValue().at("/networks/default/aliases")));
      }
    }
  }

  @Test
  void ownServices_haveNoRightsAndNothingToWriteTo() throws IOException {
    int own = 0;
    for (Map.Entry<String, JsonNode> service : services()) {
      JsonNode one = service.getValue();
      if (one.has("build")) {
        own++;
        assertEquals("stepgate:" + Pom.version(), one.get("image").textValue());
        assertTrue(
            Files.exists(Path.of("docker").resolve(one.at("/build/context").textValue())),
            service.getKey());
        assertTrue(Files.exists(Path.of(one.at("/build/dockerfile").textValue())));
        assertTrue(one.get("read_only").booleanValue(), service.getKey());
        assertEquals(List.of("ALL"), Yaml.strings(one.get("cap_drop")));
        assertEquals(List.of("no-new-privileges:true"), Yaml.strings(one.get("security_opt")));
        assertEquals(
            List.of("CMD", "/stepgate", "health"),
            Yaml.strings(one.at("/healthcheck/test")).subList(0, 3));
      }
    }
    assertEquals(7, own);
  }

  private static Iterable<Map.Entry<String, JsonNode>> services() {
    return file.get("services").properties();
  }

  private static List<String> hosts(JsonNode gateway) {
    List<String> hosts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> variable : gateway.get("environment").properties()) {
      if (variable.getKey().endsWith("_URL") && !variable.getValue().isNull()) {
        URI url = URI.create(variable.getValue().textValue());
        assertEquals(30000, url.getPort());
        hosts.add(url.getHost());
      }
    }
    return hosts;
  }

  private static ObjectNode generated(String hardware) throws BadOption {
    LaunchOptions options =
        LaunchOptions.parse(Map.of("hardware", hardware, "reasoningParser", "enabled"));
    return (ObjectNode)
        Yaml.document(ConfigGenerator.render(options, Format.COMPOSE)).at("/services/sglang");
  }
}
