package io.stepgate.edge;

import io.stepgate.config.AllowedValue;
import io.stepgate.config.ConfigSection;
import jakarta.inject.Singleton;
import java.util.Map;

/** What {@link EdgeConfig} may say. */
@Singleton
public final class EdgeSection extends ConfigSection {
  public EdgeSection() {
    super("edge", false, Map.ofEntries(Map.entry("h2c-upgrade", AllowedValue.trueOrFalse())));
  }
}
