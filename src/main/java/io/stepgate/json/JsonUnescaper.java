package io.stepgate.json;

/** Reads a JSON string's inside into characters. */
public final class JsonUnescaper {
  private JsonUnescaper() {}

  /**
   * Appends the characters that the bytes {@code [from, to)} between two quotes spell. Bytes that
   * are no UTF-8 become U+FFFD, an unknown escape stands for its own letter: text is never refused.
   */
  public static void unescape(byte[] json, int from, int to, StringBuilder out) {
    int i = from;
    while (i < to) {
      int b = json[i];
      if (b == '\\' && i + 1 < to) {
        i = escape(json, i + 1, to, out);
      } else if (b >= 0) {
        out.append((char) b);
        i++;
      } else {
        i = sequence(json, i, to, out);
      }
    }
  }

  private static int escape(byte[] json, int at, int to, StringBuilder out) {
    switch (json[at]) {
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'r' -> out.append('\r');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'u' -> {
        if (at + 4 < to) {
          out.append((char) hex(json, at + 1));
          return at + 5;
        }
        out.append('\uFFFD');
        return to;
      }
      default -> out.append((char) (json[at] & 0xFF));
    }
    return at + 1;
  }

  private static int hex(byte[] json, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        return 0xFFFD;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** Decodes one UTF-8 sequence of two to four bytes. */
  private static int sequence(byte[] json, int at, int to, StringBuilder out) {
    int lead = json[at] & 0xFF;
    int more = lead >= 0xF0 && lead < 0xF5 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
    if (more == 0 || lead >= 0xF5 || at + more >= to) {
      out.append('\uFFFD');
      return at + 1;
    }
    int point = lead & (0x3F >> more);
    for (int i = at + 1; i <= at + more; i++) {
      if ((json[i] & 0xC0) != 0x80) {
        out.append('\uFFFD');
        return at + 1;
      }
      point = point << 6 | json[i] & 0x3F;
    }
    if (point > Character.MAX_CODE_POINT) {
      out.append('\uFFFD');
    } else {
      out.appendCodePoint(point);
    }
    return at + more + 1;
  }
}
