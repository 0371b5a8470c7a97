package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeConfigTest {
  @ParameterizedTest
  @ValueSource(strings = {"probe-interval", "probe-timeout"})
  void noTimeForProbes_configured_stopsWithOneLine(String key) {
    RoutingConfig config = Configs.of("routing." + key, "0s").routing();

    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> new BackendProbes(config, null, null));

    assertEquals(
        "stepgate.routing." + key + "=PT0S: allowed is a duration over 0, like 5s",
        failure.getMessage());
  }
}
