package io.stepgate.config;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Stops the start at a key of no section, and at an environment variable of ours that is no key:
 * the mappings take no notice of either.
 */
@Singleton
class NameCheck {
  /** Before anything starts that has something to say. */
  private static final int EARLY = 1;

  void check(@Observes @Priority(EARLY) StartupEvent event, @All List<ConfigSection> sections) {
    variables(System.getenv(), sections);
    Config config = ConfigProvider.getConfig();
    for (String key : config.getPropertyNames()) {
      key(key, System.getenv(), sections);
    }
    SmallRyeConfig whole = config.unwrap(SmallRyeConfig.class);
    for (ConfigSection section : sections) {
      section.check(whole.getPropertyNames(), whole::getConfigValue, System.getenv().keySet());
    }
  }

  static void variables(Map<String, String> environment, List<? extends ConfigSection> sections) {
    new TreeMap<>(environment).forEach((name, value) -> variable(name, value, sections));
  }

  private static void variable(String name, String value, List<? extends ConfigSection> sections) {
    String variable = KeyNames.ofAnyProfile(KeyNames.variable(name));
    if (variable == null
        || Kubernetes.says(name, value)
        || sections.stream().anyMatch(section -> KeyNames.isKey(variable, section))) {
      return;
    }
    KeyNames.Name nearest = KeyNames.nearest(variable, sections);
    throw new ConfigurationException(
        "the environment variable %s means nothing; the nearest is %s, for the key %s"
            .formatted(name, nearest.variable(), nearest.key()));
  }

  /**
   * @param environment whose variables have a check of their own
   */
  static void key(
      String key, Map<String, String> environment, List<? extends ConfigSection> sections) {
    if (!key.startsWith(ConfigSection.ROOT) || environment.containsKey(KeyNames.variable(key))) {
      return;
    }
    Set<String> allowed = new TreeSet<>();
    sections.forEach(section -> allowed.add(ConfigSection.ROOT + section.name()));
    if (allowed.stream().noneMatch(section -> key.startsWith(section + "."))) {
      throw new ConfigurationException(
          "the key "
              + key
              + " means nothing, allowed are keys under "
              + String.join(", ", allowed));
    }
  }
}
