package io.stepgate.edge;

import io.stepgate.config.AllowedValue;
import io.stepgate.config.ConfigSection;
import io.stepgate.parse.TextPlan;
import jakarta.inject.Singleton;
import java.util.Map;

/** What {@link ParseConfig} may say. */
@Singleton
public final class ParseSection extends ConfigSection {
  public ParseSection() {
    super(
        "parse",
        false,
        Map.ofEntries(
            Map.entry("reasoning-parser", AllowedValue.any("a parser's name")),
            Map.entry("tool-call-parser", AllowedValue.any("a parser's name")),
            Map.entry("remember-reasoning", AllowedValue.size("64K", "1G").orOff()),
            Map.entry("max-held", AllowedValue.size(Integer.toString(TextPlan.LEAST_HELD), "1G")),
            Map.entry("max-frame", AllowedValue.size("1K", "1G")),
            Map.entry("max-answer", AllowedValue.size("1K", "1G"))));
  }
}
