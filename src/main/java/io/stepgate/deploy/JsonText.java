package io.stepgate.deploy;

import java.util.Collection;
import java.util.stream.Collectors;

/** The little JSON this room writes. Its strings are also double-quoted YAML scalars. */
final class JsonText {
  private JsonText() {}

  static String string(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          // Plain ASCII reads the same whatever character set a terminal or a pipe has.
          if (c < ' ' || c > '~') {
            json.append("\\u%04x".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"').toString();
  }

  static String member(String name, String jsonValue) {
    return string(name) + ":" + jsonValue;
  }

  static String object(Collection<String> members) {
    return members.stream().collect(Collectors.joining(",", "{", "}"));
  }

  static String array(Collection<String> jsonValues) {
    return jsonValues.stream().collect(Collectors.joining(",", "[", "]"));
  }
}
