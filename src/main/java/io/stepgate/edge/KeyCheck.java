package io.stepgate.edge;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
              "admission",
              "backends",
              "edge",
              "models",
              "ops",
              "parse",
              "relay",
              "routing",
              "simulator"));

  /** What Kubernetes tells each container about a Service called stepgate, or stepgate-more. */
  private static final Pattern SERVICE =
      Pattern.compile(
          "STEPGATE(_.+)?_(SERVICE_HOST=|SERVICE_PORT(_.+)?="
              + "|PORT=[a-z]+://|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?=).*");

  void check(@Observes StartupEvent event) {
    for (String key : ConfigProvider.getConfig().getPropertyNames()) {
      check(key, System.getenv());
    }
  }

  /**
   * @param environment from which some keys may have come
   */
  static void check(String key, Map<String, String> environment) {
    if (key.startsWith(PREFIX)) {
      int dot = key.indexOf('.', PREFIX.length());
      String room = key.substring(PREFIX.length(), dot < 0 ? key.length() : dot);
      if ((dot < 0 || !ROOMS.contains(room)) && !ofAService(key, environment)) {
        throw new ConfigurationException(
            "the key "
                + key
                + " means nothing, allowed are keys under stepgate."
                + String.join(", stepgate.", ROOMS));
      }
    }
  }

  private static boolean ofAService(String key, Map<String, String> environment) {
    String variable = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    return SERVICE.matcher(variable + "=" + environment.get(variable)).matches()
        && environment.containsKey(variable);
  }
}
