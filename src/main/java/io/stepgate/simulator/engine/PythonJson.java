package io.stepgate.simulator.engine;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON by hand where a frame is written for every token, and where the exact text matters:
 * SGLang writes frames without blanks, but tool arguments and error frames as Python's {@code
 * json.dumps} does, with {@code ", "} and {@code ": "}.
 */
public final class PythonJson {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private PythonJson() {}

  /** Appends {@code text} as a JSON string, or {@code null}. */
  public static StringBuilder quote(StringBuilder out, CharSequence text) {
    if (text == null) {
      return out.append("null");
    }
    out.append('"');
    escape(out, text);
    return out.append('"');
  }

  public static String quoted(CharSequence text) {
    return quote(new StringBuilder(), text).toString();
  }

  /** Appends {@code text} as it stands between the quotes of a JSON string. */
  public static void escape(StringBuilder out, CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      switch (letter) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (letter < ' ') {
            out.append("\\u00").append(HEX[letter >> 4]).append(HEX[letter & 15]);
          } else {
            out.append(letter);
          }
        }
      }
    }
  }

  /** A value in the spelling of Python's {@code json.dumps(value, ensure_ascii=False)}. */
  public static String python(Object value) {
    StringBuilder out = new StringBuilder();
    python(out, value);
    return out.toString();
  }

  private static void python(StringBuilder out, Object value) {
    if (value instanceof JsonObject object) {
      python(out, object.getMap());
    } else if (value instanceof JsonArray array) {
      python(out, array.getList());
    } else if (value instanceof Map<?, ?> map) {
      String gap = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        quote(out.append(gap), entry.getKey().toString()).append(": ");
        python(out, entry.getValue());
        gap = ", ";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String gap = "[";
      for (Object item : list) {
        python(out.append(gap), item);
        gap = ", ";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof CharSequence text) {
      quote(out, text);
    } else {
      out.append(value);
    }
  }
}
