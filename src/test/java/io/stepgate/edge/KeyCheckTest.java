package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCheckTest {
  @Test
  void keyOfNoRoom_isNamed() {
    for (String key : new String[] {"stepgate.foo", "stepgate.foo.bar", "stepgate.backend.a.url"}) {
      String message =
          assertThrows(ConfigurationException.class, () -> KeyCheck.check(key, Map.of()))
              .getMessage();
      assertTrue(message.contains(key) && message.contains("stepgate.backends"), message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STEPGATE_PORT=tcp://10.0.0.1:80",
        "STEPGATE_PORT_80_TCP=tcp://10.0.0.1:80",
        "STEPGATE_PORT_80_TCP_ADDR=10.0.0.1",
        "STEPGATE_SERVICE_HOST=10.0.0.1",
        "STEPGATE_SERVICE_PORT_HTTP=80",
        "STEPGATE_CANARY_SERVICE_PORT=80"
      })
  void variableThatKubernetesSets_isNoKeyOfOurs(String variable) {
    String name = variable.substring(0, variable.indexOf('='));
    String key = name.toLowerCase(Locale.ROOT).replace('_', '.');
    String value = variable.substring(name.length() + 1);

    assertDoesNotThrow(() -> KeyCheck.check(key, Map.of(name, value)));
    assertThrows(ConfigurationException.class, () -> KeyCheck.check(key, Map.of()));
  }

  @Test
  void anotherVariable_ofNoRoom_isNamed() {
    assertThrows(
        ConfigurationException.class,
        () -> KeyCheck.check("stepgate.port", Map.of("STEPGATE_PORT", "8081")));
    assertThrows(
        ConfigurationException.class,
        () -> KeyCheck.check("stepgate.http.port.range", Map.of("STEPGATE_HTTP_PORT_RANGE", "1")));
  }

  @Test
  void keysOfRooms_andOfOthers_pass() {
    assertDoesNotThrow(() -> KeyCheck.check("stepgate.backends.a.url", Map.of()));
    assertDoesNotThrow(() -> KeyCheck.check("quarkus.http.port", Map.of()));
    assertDoesNotThrow(() -> KeyCheck.check("stepgates", Map.of()));
  }
}
