package io.stepgate.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every key of every room, and what its section lets through. */
class ConfigSectionTest {
  @ParameterizedTest
  @CsvSource({
    "admission, io.stepgate.admission.AdmissionConfig",
    "backends, io.stepgate.routing.RoutingConfig$BackendConfig",
    "edge, io.stepgate.edge.EdgeConfig",
    "models, io.stepgate.routing.RoutingConfig$ModelConfig",
    "ops, io.stepgate.ops.OpsConfig",
    "parse, io.stepgate.edge.ParseConfig",
    "relay, io.stepgate.relay.RelayConfig",
    "routing, io.stepgate.routing.RoutingConfig",
    "simulator, io.stepgate.simulator.SimulatorConfig"
  })
  void keysOfAMapping_andOfItsSection_areTheSame(String name, String mapping) throws Exception {
    assertEquals(
        Arrays.stream(Class.forName(mapping).getDeclaredMethods())
            .map(Method::getName)
            .map(method -> method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new)),
        new TreeSet<>(section(name).words()));
  }

  @Test
  void section_ofEachMapping_isAService() {
    assertEquals(9, Sections.ALL.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stepgate.admission.max-in-flight|0, -1, many, 1.5, 99999999999, EMPTY|1, 1024",
        "stepgate.admission.max-queue|-1|0",
        "stepgate.admission.queue-timeout|0s, 25h, soon, -1s, EMPTY|1ms, 30s, PT1M, 24h",
        "stepgate.admission.max-body-size|0, 2G, 5Q, 99999999999999999999|1, 32M, 1G",
        "stepgate.admission.max-bodies|1, big|EMPTY, 64M",
        "stepgate.admission.body-timeout|0.5ms, 0s|1ms",
        "stepgate.admission.admin|nobody|loopback, key, off",
        "stepgate.backends.a.hardware|h100|h200, mi300x, EMPTY",
        "stepgate.backends.\"a.b\".weight|0, -1, heavy|1",
        "stepgate.edge.h2c-upgrade|maybe, yes, 1, TRUE, EMPTY|true, false",
        "stepgate.ops.observe|TRUE, yes, 1, on, BLANKtrue|true, false",
        "stepgate.ops.gen-ai-metrics|TRUE|true",
        "stepgate.ops.report-window|0s, 500ms, 2h, -5m|1s, 5m, 1h",
        "stepgate.ops.live|maybe|on, off, key",
        "stepgate.ops.live-interval|0s, 249ms, 61s|250ms, 60s",
        "stepgate.parse.max-held|0, 32, 63, 2G|64, 1M",
        "stepgate.parse.max-frame|0, 1023, 4G|1K, 4M",
        "stepgate.parse.max-answer|0, 1023|64M",
        "stepgate.parse.remember-reasoning|on, 63K, 2G|off, 16M",
        "stepgate.relay.connect-timeout|0s, 30d|2s",
        "stepgate.relay.first-byte-timeout|0s|10m",
        "stepgate.relay.idle-timeout|abc, 0s|2m",
        "stepgate.relay.max-retries|-1|0, 2",
        "stepgate.relay.keep-alive-after|0s, soon, on|off, 15s",
        "stepgate.relay.client-stall-timeout|0s, 999ms, 25h|1s",
        "stepgate.relay.max-connections|0|4096",
        "stepgate.routing.policy|fifo|power-of-two",
        "stepgate.routing.probe-interval|0s, 9ms|10ms, 5s",
        "stepgate.routing.probe-timeout|0s|25s",
        "stepgate.simulator.enabled|maybe|true",
        "stepgate.simulator.port|-1, 65536, tcp|0, 30000",
        "stepgate.simulator.profile|a100|h200, instant, INSTANT",
        "stepgate.simulator.reasoning-parser|nope|step3p5, EMPTY",
        "stepgate.simulator.tool-call-parser|nope|qwen3_coder"
      })
  void value_outsideItsLimits_isRefusedWithWhatIsAllowed(String key, String bad, String good) {
    for (String value : good.split(", ")) {
      String written = written(value);
      assertEquals(written, addressed(key, written).getConfigValue(key).getValue());
    }
    for (String value : bad.split(", ")) {
      String written = written(value);
      String message =
          assertThrows(ConfigurationException.class, () -> addressed(key, written)).getMessage();
      assertTrue(message.startsWith(key + "=" + written + ": allowed is "), message);
    }
  }

  @Test
  void backend_withoutAnAddress_isRefused() {
    String message = refusal("stepgate.backends.a.weight", "1");

    assertTrue(message.startsWith("stepgate.backends.a.url is missing: allowed is http"), message);
  }

  @Test
  void valueOfManyLines_refused_isShownInOne() {
    String message = refusal("stepgate.relay.idle-timeout", "a\nb" + "c".repeat(200));

    assertEquals(1, message.lines().count());
    assertTrue(message.contains("=a?bccc") && message.contains("ccc…: allowed"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "stepgate.relay.idel-timeout, stepgate.relay.idle-timeout",
    "stepgate.ops.windwo, stepgate.ops.report-window",
    "stepgate.backends.a.wieght, stepgate.backends.a.weight",
    "stepgate.backends.a.b.url, stepgate.backends.a_b.url",
    "stepgate.backends.url, stepgate.backends.NAME.url"
  })
  void name_thatMeansNothing_isRefusedWithTheNearest(String key, String nearest) {
    String message =
        assertThrows(ConfigurationException.class, () -> config(key, "1")).getMessage();

    assertEquals("the key " + key + " means nothing; the nearest is " + nearest, message);
  }

  @Test
  void names_ofSections_andOfOthers_pass() {
    for (String key :
        new String[] {"stepgate.backends.\"a.b\".url", "quarkus.http.port", "stepgate.nope"}) {
      assertDoesNotThrow(() -> config(key, "1"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STEPGATE_RELAY_IDLE_TIMEOUT",
        "_PROD_STEPGATE_RELAY_IDLE_TIMEOUT",
        "_DEV_STEPGATE_BACKENDS_A_API_KEY"
      })
  void variable_ofAFileOrAProfile_isAKey(String variable) {
    SmallRyeConfigBuilder builder =
        builder().withProfile("prod").withSources(new EnvConfigSource(Map.of(variable, "5m"), 295));

    assertDoesNotThrow(builder::build);
  }

  @Test
  void fileToBeReadLater_named_leavesTheCheckToTheWhole() {
    Map<String, String> values =
        Map.of(
            "smallrye.config.locations", "/etc/more.properties",
            "stepgate.backends.a.weight", "1");

    SmallRyeConfig config = config(values);

    String message =
        assertThrows(
                ConfigurationException.class,
                () ->
                    section("backends")
                        .check(config.getPropertyNames(), config::getConfigValue, Set.of()))
            .getMessage();
    assertTrue(message.startsWith("stepgate.backends.a.url is missing: allowed is http"), message);
  }

  /** A Service called stepgate-simulator. */
  @Test
  void addressOfAService_whereAPortWasMeant_isNone() {
    SmallRyeConfig config = config("stepgate.simulator.port", "tcp://10.0.0.1:80");

    assertEquals("30000", config.getConfigValue("stepgate.simulator.port").getValue());
  }

  private static String written(String value) {
    return value.replace("EMPTY", "").replace("BLANK", " ");
  }

  private static String refusal(String key, String value) {
    return assertThrows(ConfigurationException.class, () -> config(key, value)).getMessage();
  }

  private static ConfigSection section(String name) {
    return Sections.ALL.stream().filter(one -> one.name().equals(name)).findAny().orElseThrow();
  }

  private static SmallRyeConfig config(String key, String value) {
    return config(Map.of(key, value));
  }

  /** What is said of a backend needs its address beside it. */
  private static SmallRyeConfig addressed(String key, String value) {
    String address = key.substring(0, key.lastIndexOf('.')) + ".url";
    return config(
        key.startsWith("stepgate.backends.")
            ? Map.of(key, value, address, "http://backend")
            : Map.of(key, value));
  }

  private static SmallRyeConfig config(Map<String, String> values) {
    return builder().withSources(new PropertiesConfigSource(values, "file", 250)).build();
  }

  private static SmallRyeConfigBuilder builder() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withInterceptorFactories(Sections.ALL.toArray(ConfigSection[]::new));
  }
}
