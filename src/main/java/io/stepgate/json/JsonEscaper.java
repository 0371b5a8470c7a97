package io.stepgate.json;

/** JSON string literals, written by hand: the answers of the gateway need nothing else. */
public final class JsonEscaper {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JsonEscaper() {}

  /** Appends {@code text} as a JSON string with its quotes. */
  public static void quote(CharSequence text, StringBuilder out) {
    out.append('"');
    escape(text, out);
    out.append('"');
  }

  /** Appends {@code null} for null, else {@code text} as a JSON string. */
  public static void quoteOrNull(CharSequence text, StringBuilder out) {
    if (text == null) {
      out.append("null");
    } else {
      quote(text, out);
    }
  }

  /** Appends {@code text} escaped, without quotes. */
  public static void escape(CharSequence text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // A half of a surrogate pair cannot be written as UTF-8; as an escape nothing of it is
          // lost.
          if (c < 0x20 || loneSurrogate(text, i)) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              out.append(HEX[(c >> shift) & 0xF]);
            }
          } else {
            out.append(c);
          }
        }
      }
    }
  }

  private static boolean loneSurrogate(CharSequence text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
