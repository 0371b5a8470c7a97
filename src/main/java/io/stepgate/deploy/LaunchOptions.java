package io.stepgate.deploy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The six choices of the config generator, each one known to be allowed. */
public final class LaunchOptions {
  private final Map<String, String> values;

  private LaunchOptions(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * Checks the caller's choices; a missing key takes its default.
   *
   * @param given option names and ids as in {@code /config-generator/options}; a {@code null} value
   *     is a wrong value
   * @throws BadOption for the first unknown key, else the first unknown value in the order of the
   *     groups, else a pair that the model's recipe was not tested on
   */
  public static LaunchOptions parse(Map<String, String> given) throws BadOption {
    for (String key : given.keySet()) {
      if (!OptionGroups.names().contains(key)) {
        throw BadOption.unknownKey(key, OptionGroups.names());
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (OptionGroups.Group group : OptionGroups.ALL) {
      String value = given.getOrDefault(group.name(), group.defaultItem().id());
      if (!group.ids().contains(value)) {
        throw BadOption.unknownValue(group.name(), value, group.ids());
      }
      values.put(group.name(), value);
    }
    LaunchOptions options = new LaunchOptions(values);
    LaunchPlanner.requireRow(options.recipe(), options.platform(), options.quantization());
    return options;
  }

  /** All six choices by option name, in the order of the groups. */
  public Map<String, String> values() {
    return values;
  }

  Platform platform() {
    return Platform.byId(values.get(OptionGroups.HARDWARE)).orElseThrow();
  }

  ModelRecipe recipe() {
    return Recipes.bySize(values.get(OptionGroups.MODEL_SIZE)).orElseThrow();
  }

  Quantization quantization() {
    return Quantization.byId(values.get(OptionGroups.QUANTIZATION)).orElseThrow();
  }

  boolean enabled(String name) {
    return OptionGroups.ENABLED.equals(values.get(name));
  }
}
