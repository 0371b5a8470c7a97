package io.stepgate.routing;

import io.stepgate.config.AllowedValue;
import io.stepgate.config.ConfigSection;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * What is said of one model, see {@link RoutingConfig.ModelConfig}; whoever applies it knows the
 * names.
 */
@Singleton
public final class ModelsSection extends ConfigSection {
  public ModelsSection() {
    super(
        "models",
        true,
        Map.ofEntries(
            Map.entry("reasoning-parser", AllowedValue.any("a parser's name")),
            Map.entry("tool-call-parser", AllowedValue.any("a parser's name"))));
  }
}
