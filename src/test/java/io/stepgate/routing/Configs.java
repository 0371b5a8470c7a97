package io.stepgate.routing;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Real configuration mappings over values given in the test; keys without {@code stepgate.}. */
final class Configs {
  private final SmallRyeConfig config;

  private Configs(Map<String, String> values) {
    config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(RoutingConfig.class)
            .withMapping(RoutingConfig.Backends.class)
            .withMapping(RoutingConfig.Models.class)
            .withDefaultValues(values)
            .build();
  }

  static Configs of(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put("stepgate." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Configs(values);
  }

  RoutingConfig routing() {
    return config.getConfigMapping(RoutingConfig.class);
  }

  RoutingConfig.Backends backends() {
    return config.getConfigMapping(RoutingConfig.Backends.class);
  }

  RoutingConfig.Models models() {
    return config.getConfigMapping(RoutingConfig.Models.class);
  }
}
