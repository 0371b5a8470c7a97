package io.stepgate.routing;

import io.stepgate.config.AllowedValue;
import io.stepgate.config.ConfigSection;
import jakarta.inject.Singleton;
import java.util.Map;

/** What is said of one backend, see {@link RoutingConfig.BackendConfig}. */
@Singleton
public final class BackendsSection extends ConfigSection {
  public BackendsSection() {
    super(
        "backends",
        true,
        Map.ofEntries(
            Map.entry("url", AllowedValue.any("http://HOST[:PORT][/PATH] or https://…").isNeeded()),
            Map.entry("hardware", AllowedValue.oneOf(Hardware.values()).orNothing()),
            Map.entry("api-key", AllowedValue.any("a key")),
            Map.entry("admin-api-key", AllowedValue.any("a key")),
            Map.entry("tls-configuration-name", AllowedValue.any("a name")),
            Map.entry("weight", AllowedValue.number(1, 1_000_000))));
  }
}
