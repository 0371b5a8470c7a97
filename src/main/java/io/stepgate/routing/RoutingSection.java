package io.stepgate.routing;

import io.stepgate.config.AllowedValue;
import io.stepgate.config.ConfigSection;
import io.stepgate.routing.policy.RoutingPolicies;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** What {@link RoutingConfig} may say. */
@Singleton
public final class RoutingSection extends ConfigSection {
  public RoutingSection() {
    super(
        "routing",
        false,
        Map.ofEntries(
            Map.entry("policy", AllowedValue.oneOf(List.copyOf(RoutingPolicies.names()))),
            Map.entry("ejection-failures", AllowedValue.number(0, 1_000_000)),
            Map.entry("ejection-time", AllowedValue.duration("1ms", "2m")),
            Map.entry("probe-interval", AllowedValue.duration("10ms", "24h")),
            Map.entry("probe-timeout", AllowedValue.duration()),
            Map.entry("fallback-url", AllowedValue.any("a URL"))));
  }
}
