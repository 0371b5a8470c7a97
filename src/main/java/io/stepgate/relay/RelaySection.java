package io.stepgate.relay;

import io.stepgate.config.AllowedValue;
import io.stepgate.config.ConfigSection;
import jakarta.inject.Singleton;
import java.util.Map;

/** What {@link RelayConfig} may say. */
@Singleton
public final class RelaySection extends ConfigSection {
  public RelaySection() {
    super(
        "relay",
        false,
        Map.ofEntries(
            Map.entry("connect-timeout", AllowedValue.duration()),
            Map.entry("first-byte-timeout", AllowedValue.duration()),
            Map.entry("idle-timeout", AllowedValue.duration()),
            Map.entry("max-retries", AllowedValue.number(0, 100)),
            Map.entry("keep-alive-after", AllowedValue.duration().orOff()),
            Map.entry("client-stall-timeout", AllowedValue.duration("1s", "24h")),
            Map.entry("max-connections", AllowedValue.number(1, 1_000_000))));
  }
}
