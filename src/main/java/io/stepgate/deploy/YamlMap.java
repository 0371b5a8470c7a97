package io.stepgate.deploy;

import io.stepgate.json.JsonEscaper;
import java.util.ArrayList;
import java.util.List;

/**
 * A YAML mapping in block style, two blanks a level. Keys are ours and plain; every string value is
 * double-quoted, so that none of them can turn into a number, a boolean or a comment.
 */
final class YamlMap {
  private final List<String> lines = new ArrayList<>();

  YamlMap comment(String text) {
    lines.add("# " + text);
    return this;
  }

  YamlMap put(String key, String value) {
    return scalar(key, JsonEscaper.quoteAscii(value));
  }

  YamlMap put(String key, int value) {
    return scalar(key, Integer.toString(value));
  }

  YamlMap put(String key, boolean value) {
    return scalar(key, Boolean.toString(value));
  }

  YamlMap put(String key, YamlMap value) {
    if (value.lines.isEmpty()) {
      return scalar(key, "{}");
    }
    lines.add(key + ":");
    value.lines.forEach(line -> lines.add("  " + line));
    return this;
  }

  /** A list of strings; nothing at all if it is empty. */
  YamlMap list(String key, List<String> values) {
    if (!values.isEmpty()) {
      lines.add(key + ":");
      values.forEach(value -> lines.add("  - " + JsonEscaper.quoteAscii(value)));
    }
    return this;
  }

  /** A list of one number. */
  YamlMap single(String key, int value) {
    lines.add(key + ":");
    lines.add("  - " + value);
    return this;
  }

  /** A list of mappings, none of them empty. */
  YamlMap list(String key, YamlMap... values) {
    lines.add(key + ":");
    for (YamlMap value : values) {
      for (int i = 0; i < value.lines.size(); i++) {
        lines.add((i == 0 ? "  - " : "    ") + value.lines.get(i));
      }
    }
    return this;
  }

  /** The mapping as a document, its last line ended. */
  String text() {
    return String.join("\n", lines) + "\n";
  }

  private YamlMap scalar(String key, String value) {
    lines.add(key + ": " + value);
    return this;
  }
}
