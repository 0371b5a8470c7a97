package io.stepgate.parse;

import io.stepgate.json.ByteSink;

/** Writes characters as the inside of a JSON string, in UTF-8, without making a string of them. */
final class StringWriting {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private StringWriting() {}

  static void escaped(CharSequence text, int from, int to, ByteSink out) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        i = beyondAscii(text, i, to, out);
      } else if (c == '"' || c == '\\') {
        out.write('\\').write(c);
      } else if (c >= 0x20) {
        out.write(c);
      } else {
        control(c, out);
      }
    }
  }

  private static void control(char c, ByteSink out) {
    switch (c) {
      case '\n' -> out.write('\\').write('n');
      case '\r' -> out.write('\\').write('r');
      case '\t' -> out.write('\\').write('t');
      default -> unicode(c, out);
    }
  }

  private static int beyondAscii(CharSequence text, int at, int to, ByteSink out) {
    char c = text.charAt(at);
    if (c < 0x800) {
      out.write(0xC0 | c >> 6).write(0x80 | c & 0x3F);
    } else if (!Character.isSurrogate(c)) {
      out.write(0xE0 | c >> 12).write(0x80 | c >> 6 & 0x3F).write(0x80 | c & 0x3F);
    } else if (Character.isHighSurrogate(c)
        && at + 1 < to
        && Character.isLowSurrogate(text.charAt(at + 1))) {
      int point = Character.toCodePoint(c, text.charAt(at + 1));
      out.write(0xF0 | point >> 18).write(0x80 | point >> 12 & 0x3F);
      out.write(0x80 | point >> 6 & 0x3F).write(0x80 | point & 0x3F);
      return at + 1;
    } else {
      // Half a pair has no UTF-8; as an escape the other half can still join it in the next frame.
      unicode(c, out);
    }
    return at;
  }

  private static void unicode(char c, ByteSink out) {
    out.write('\\').write('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.write(HEX[c >> shift & 0xF]);
    }
  }
}
