package io.stepgate.admission;

import io.stepgate.config.AllowedValue;
import io.stepgate.config.ConfigSection;
import jakarta.inject.Singleton;
import java.util.Map;

/** What {@link AdmissionConfig} may say. */
@Singleton
public final class AdmissionSection extends ConfigSection {
  public AdmissionSection() {
    super(
        "admission",
        false,
        Map.ofEntries(
            Map.entry("max-in-flight", AllowedValue.number(1, 1_000_000)),
            Map.entry("max-queue", AllowedValue.number(0, 1_000_000)),
            Map.entry("queue-timeout", AllowedValue.duration()),
            Map.entry("max-body-size", AllowedValue.size("1", "1G")),
            Map.entry("max-bodies", AllowedValue.size("2", "1024G").orNothing()),
            Map.entry("body-timeout", AllowedValue.duration()),
            Map.entry("keys-file", AllowedValue.any("a file of keys")),
            Map.entry("admin", AllowedValue.oneOf(AdminRule.values()))));
  }
}
