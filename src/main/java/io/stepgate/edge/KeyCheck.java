package io.stepgate.edge;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Stops the start at a key of no room. Within a room the configuration mapping itself refuses a key
 * that means nothing; this finds the ones that are in none.
 */
@Singleton
class KeyCheck {
  private static final String PREFIX = "stepgate.";
  private static final Set<String> ROOMS =
      new TreeSet<>(
          Set.of(
              "admission", "backends", "models", "ops", "parse", "relay", "routing", "simulator"));

  void check(@Observes StartupEvent event) {
    for (String key : ConfigProvider.getConfig().getPropertyNames()) {
      check(key);
    }
  }

  static void check(String key) {
    if (key.startsWith(PREFIX)) {
      int dot = key.indexOf('.', PREFIX.length());
      String room = key.substring(PREFIX.length(), dot < 0 ? key.length() : dot);
      if (dot < 0 || !ROOMS.contains(room)) {
        throw new ConfigurationException(
            "the key "
                + key
                + " means nothing, allowed are keys under stepgate."
                + String.join(", stepgate.", ROOMS));
      }
    }
  }
}
