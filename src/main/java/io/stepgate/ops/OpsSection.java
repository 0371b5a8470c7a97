package io.stepgate.ops;

import io.stepgate.config.AllowedValue;
import io.stepgate.config.ConfigSection;
import jakarta.inject.Singleton;
import java.util.Map;

/** What {@link OpsConfig} may say. */
@Singleton
public final class OpsSection extends ConfigSection {
  public OpsSection() {
    super(
        "ops",
        false,
        Map.ofEntries(
            Map.entry("report-window", AllowedValue.duration("1s", "1h")),
            Map.entry("live", AllowedValue.oneOf(LiveAccess.values())),
            Map.entry("live-interval", AllowedValue.duration("250ms", "60s")),
            Map.entry("observe", AllowedValue.trueOrFalse()),
            Map.entry("gen-ai-metrics", AllowedValue.trueOrFalse())));
  }
}
