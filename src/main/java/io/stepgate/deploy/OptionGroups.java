package io.stepgate.deploy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The seed page's option groups: its order, names, titles, labels, subtitles and defaults. */
final class OptionGroups {
  static final String HARDWARE = "hardware";
  static final String MODEL_SIZE = "modelsize";
  static final String QUANTIZATION = "quantization";
  static final String REASONING_PARSER = "reasoningParser";
  static final String TOOL_CALL = "toolcall";
  static final String SPECULATIVE = "speculative";

  static final String ENABLED = "enabled";
  static final String DISABLED = "disabled";

  static final List<Group> ALL =
      List.of(
          new Group(HARDWARE, "Hardware Platform", platforms()),
          new Group(MODEL_SIZE, "Model Size", models()),
          new Group(QUANTIZATION, "Quantization", quantizations()),
          new Group(REASONING_PARSER, "Reasoning Parser", onOrOff()),
          new Group(TOOL_CALL, "Tool Call Parser", onOrOff()),
          new Group(SPECULATIVE, "Speculative Decoding", onOrOff()));

  private OptionGroups() {}

  /**
   * One row of choices.
   *
   * @param name the key of the option
   * @param title what a person reads
   * @param items the choices, the default first, as on the page
   */
  record Group(String name, String title, List<Item> items) {
    List<String> ids() {
      return items.stream().map(Item::id).toList();
    }

    Item defaultItem() {
      return items.get(0);
    }
  }

  /** One choice. */
  record Item(String id, String label, Optional<String> subtitle) {
    Item(String id, String label) {
      this(id, label, Optional.empty());
    }
  }

  static List<String> names() {
    return ALL.stream().map(Group::name).toList();
  }

  private static List<Item> platforms() {
    return Stream.of(Platform.values()).map(each -> new Item(each.id(), each.label())).toList();
  }

  private static List<Item> models() {
    return Recipes.ALL.stream()
        .map(each -> new Item(each.size(), each.label(), Optional.of(each.subtitle())))
        .toList();
  }

  private static List<Item> quantizations() {
    return Stream.of(Quantization.values()).map(each -> new Item(each.id(), each.label())).toList();
  }

  private static List<Item> onOrOff() {
    return List.of(new Item(DISABLED, "Disabled"), new Item(ENABLED, "Enabled"));
  }
}
