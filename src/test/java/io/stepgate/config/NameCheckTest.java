package io.stepgate.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameCheckTest {
  @ParameterizedTest
  @ValueSource(strings = {"stepgate.foo", "stepgate.foo.bar", "stepgate.backend.a.url"})
  void keyOfNoSection_isNamedWithTheSections(String key) {
    String message =
        assertThrows(ConfigurationException.class, () -> NameCheck.key(key, Map.of(), Sections.ALL))
            .getMessage();

    assertTrue(message.contains(key) && message.contains("stepgate.backends"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stepgate.backends.a.url", "quarkus.http.port", "stepgates"})
  void keyOfASection_orOfOthers_passes(String key) {
    assertDoesNotThrow(() -> NameCheck.key(key, Map.of(), Sections.ALL));
  }

  @ParameterizedTest
  @CsvSource({
    "STEPGATE_OPS_WINDWO, STEPGATE_OPS_REPORT_WINDOW, stepgate.ops.report-window",
    "STEPGATE_RELAY_IDEL_TIMEOUT, STEPGATE_RELAY_IDLE_TIMEOUT, stepgate.relay.idle-timeout",
    "stepgate_relay_idletimeout, STEPGATE_RELAY_IDLE_TIMEOUT, stepgate.relay.idle-timeout",
    "STEPGATE_RELYA_IDLE_TIMEOUT, STEPGATE_RELAY_IDLE_TIMEOUT, stepgate.relay.idle-timeout",
    "STEPGATE_BACKENDS_A_WIEGHT, STEPGATE_BACKENDS_A_WEIGHT, stepgate.backends.a.weight",
    "STEPGATE_BACKENDS_A_B_API_KY, STEPGATE_BACKENDS_A_B_API_KEY, stepgate.backends.a_b.api-key",
    "STEPGATE_BACKENDS_URL, STEPGATE_BACKENDS_NAME_URL, stepgate.backends.NAME.url",
    "_DEV_STEPGATE_OPS_OBSRVE, STEPGATE_OPS_OBSERVE, stepgate.ops.observe",
    "STEPGATE_SIMULATR_PORT, STEPGATE_SIMULATOR_PORT, stepgate.simulator.port"
  })
  void variable_thatIsNoKey_isNamedWithTheNearest(String name, String variable, String key) {
    String message =
        assertThrows(
                ConfigurationException.class,
                () -> NameCheck.variables(Map.of(name, "1"), Sections.ALL))
            .getMessage();

    assertEquals(
        "the environment variable %s means nothing; the nearest is %s, for the key %s"
            .formatted(name, variable, key),
        message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STEPGATE_RELAY_IDLE_TIMEOUT",
        "STEPGATE_EDGE_H2C_UPGRADE",
        "STEPGATE_BACKENDS_A_URL",
        "STEPGATE_BACKENDS_A_B_ADMIN_API_KEY",
        "STEPGATE_BACKENDS__A_B__URL",
        "STEPGATE_MODELS__STEPFUN_AI_STEP_3_5_FLASH__REASONING_PARSER",
        "_DEV_STEPGATE_RELAY_IDLE_TIMEOUT",
        "_DEV_STEPGATE_BACKENDS_A_URL",
        "STEPGATES",
        "MY_STEPGATE_X",
        "PATH"
      })
  void variable_thatIsAKey_orNotOurs_passes(String name) {
    assertDoesNotThrow(() -> NameCheck.variables(Map.of(name, "1"), Sections.ALL));
  }

  @ParameterizedTest
  @CsvSource({
    "STEPGATE_PORT, tcp://10.0.0.1:80",
    "STEPGATE_PORT_8080_TCP, tcp://10.0.0.1:80",
    "STEPGATE_PORT_80_TCP_ADDR, 10.0.0.1",
    "STEPGATE_SERVICE_HOST, 10.0.0.1",
    "STEPGATE_SERVICE_PORT_HTTP, 80",
    "STEPGATE_CANARY_SERVICE_PORT, 80",
    "STEPGATE_SIMULATOR_SERVICE_HOST, 10.0.0.1",
    "STEPGATE_SIMULATOR_PORT, tcp://10.0.0.1:80",
    "STEPGATE_SIMULATOR_PORT_80_TCP_PROTO, tcp",
    "STEPGATE_RELAY_SERVICE_PORT, 80"
  })
  void variable_thatKubernetesSets_passes(String name, String value) {
    assertDoesNotThrow(() -> NameCheck.variables(Map.of(name, value), Sections.ALL));
  }

  @ParameterizedTest
  @CsvSource({
    "STEPGATE_BACKENDS_A_URL, a",
    "STEPGATE_BACKENDS_A_B_ADMIN_API_KEY, a_b",
    "_DEV_STEPGATE_BACKENDS_A_URL,",
    "STEPGATE_BACKENDS_URL,",
    "STEPGATE_RELAY_IDLE_TIMEOUT,"
  })
  void variable_ofABackend_namesIt_unlessItIsForAProfile(String variable, String own) {
    ConfigSection backends =
        Sections.ALL.stream().filter(one -> one.name().equals("backends")).findAny().orElseThrow();

    assertEquals(own, KeyNames.ownName(variable, backends));
  }

  @Test
  void longVariable_ofAStranger_isJudgedInTime() {
    String name = "STEPGATE_BACKENDS" + "_A".repeat(50_000);

    assertThrows(
        ConfigurationException.class, () -> NameCheck.variables(Map.of(name, "1"), Sections.ALL));
  }
}
