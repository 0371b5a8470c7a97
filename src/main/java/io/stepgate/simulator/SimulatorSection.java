package io.stepgate.simulator;

import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.stepgate.config.AllowedValue;
import io.stepgate.config.ConfigSection;
import io.stepgate.config.Kubernetes;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.TimingProfile;
import jakarta.inject.Singleton;
import java.util.Map;

/** What {@link SimulatorConfig} may say. */
@Singleton
public final class SimulatorSection extends ConfigSection {
  private static final String PORT = "stepgate.simulator.port";

  public SimulatorSection() {
    super(
        "simulator",
        false,
        Map.ofEntries(
            Map.entry("enabled", AllowedValue.trueOrFalse()),
            Map.entry("port", AllowedValue.number(0, 65_535)),
            Map.entry("profile", AllowedValue.oneOf(TimingProfile.values())),
            Map.entry(
                "reasoning-parser",
                AllowedValue.oneOf(SimulatorOptions.REASONING_PARSERS).orNothing()),
            Map.entry(
                "tool-call-parser",
                AllowedValue.oneOf(SimulatorOptions.TOOL_CALL_PARSERS).orNothing())));
  }

  /** A Service called stepgate-simulator has a variable of this very name, which holds a URL. */
  @Override
  protected ConfigValue value(ConfigSourceInterceptorContext sources, String key) {
    ConfigValue value = super.value(sources, key);
    boolean service =
        key.equals(PORT)
            && value != null
            && value.getValue() != null
            && Kubernetes.says("STEPGATE_SIMULATOR_PORT", value.getValue());
    return service ? value.withValue(SimulatorConfig.DEFAULT_PORT) : value;
  }
}
