package io.stepgate.ops;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.stepgate.edge.Callers;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Stops the start at a value that means nothing beside the other keys. */
@Singleton
class OpsCheck {
  void check(@Observes StartupEvent event, OpsConfig config, Callers callers) {
    live(config.live(), callers.keysRequired());
  }

  /** Without keys nobody could have one: the page would be off, or on, but not what was meant. */
  static void live(LiveAccess value, boolean keys) {
    if (value == LiveAccess.KEY && !keys) {
      throw new ConfigurationException(
          "stepgate.ops.live=key: allowed where stepgate.admission.keys-file is set, else on or off");
    }
  }
}
