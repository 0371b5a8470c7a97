package io.stepgate.ops;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.stepgate.edge.Callers;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Stops the start at a value that would quietly mean something else, or fail at each report. */
@Singleton
class OpsCheck {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  void check(@Observes StartupEvent event, OpsConfig config, LiveReport live, Callers callers) {
    Config raw = ConfigProvider.getConfig();
    for (String key : List.of(OpsConfig.OBSERVE, OpsConfig.GEN_AI)) {
      raw.getOptionalValue(key, String.class).ifPresent(value -> onOrOff(key, value));
    }
    window(config.reportWindow(), live.reach());
    live(config.live(), callers.keysRequired());
  }

  /** Without keys nobody could have one: the page would be off, or on, but not what was meant. */
  static void live(LiveAccess value, boolean keys) {
    if (value == LiveAccess.KEY && !keys) {
      throw new ConfigurationException(
          "stepgate.ops.live=key: allowed where stepgate.admission.keys-file is set, else on or off");
    }
  }

  /** These switches are compared as words: TRUE or yes would be neither on nor off. */
  static void onOrOff(String key, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new ConfigurationException("%s=%s: allowed is true or false".formatted(key, value));
    }
  }

  static void window(Duration value, Duration most) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(most) > 0) {
      throw new ConfigurationException(
          "stepgate.ops.report-window=%s: allowed is a duration from 1s to %dm"
              .formatted(value, most.toMinutes()));
    }
  }
}
