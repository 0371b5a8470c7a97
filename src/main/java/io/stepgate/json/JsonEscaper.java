package io.stepgate.json;

import java.util.Arrays;

/**
 * Escapes text for the inside of a JSON string: what JSON asks for, in the short forms where there
 * are some, and nothing else.
 *
 * <p>Half of a surrogate pair has no UTF-8. Where the result becomes bytes it is written as an
 * escape, so that nothing of it is lost; where it stays characters it can stay, since the piece of
 * text that follows may bring the other half.
 */
public final class JsonEscaper {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** By ASCII character: the letter behind its backslash, 0 where it stands for itself. */
  private static final byte[] LETTERS = new byte[0x80];

  static {
    Arrays.fill(LETTERS, 0, ' ', (byte) 'u');
    LETTERS['\n'] = 'n';
    LETTERS['\r'] = 'r';
    LETTERS['\t'] = 't';
    LETTERS['\b'] = 'b';
    LETTERS['\f'] = 'f';
    LETTERS['"'] = '"';
    LETTERS['\\'] = '\\';
  }

  private JsonEscaper() {}

  /** Appends {@code text} as a JSON string with its quotes, for a text that becomes UTF-8. */
  public static void quote(CharSequence text, StringBuilder out) {
    out.append('"');
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80 ? LETTERS[c] != 0 : Character.isSurrogate(c) && alone(text, i)) {
        out.append(text, done, i);
        escape(c, out);
        done = i + 1;
      }
    }
    out.append(text, done, text.length()).append('"');
  }

  /** Appends {@code null} for null, else {@code text} as {@link #quote} does. */
  public static void quoteOrNull(CharSequence text, StringBuilder out) {
    if (text == null) {
      out.append("null");
    } else {
      quote(text, out);
    }
  }

  /** A JSON string in ASCII alone, which reads the same whatever character set a terminal has. */
  public static String quoteAscii(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > '~' || LETTERS[c] != 0) {
        escape(c, out);
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /** Appends {@code text} as a JSON string with its quotes, half pairs as they are. */
  public static void quoteChars(CharSequence text, StringBuilder out) {
    out.append('"');
    escapeChars(text, out);
    out.append('"');
  }

  /** Appends the escaped {@code text}: pieces of one may be escaped one by one. */
  public static void escapeChars(CharSequence text, StringBuilder out) {
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80 && LETTERS[c] != 0) {
        out.append(text, done, i);
        escape(c, out);
        done = i + 1;
      }
    }
    out.append(text, done, text.length());
  }

  /** Appends {@code [from, to)} of {@code text}, escaped, in UTF-8, and makes no string of it. */
  public static void escape(CharSequence text, int from, int to, ByteSink out) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        i = beyondAscii(text, i, to, out);
      } else if (LETTERS[c] == 0) {
        out.write(c);
      } else if (LETTERS[c] == 'u') {
        unicode(c, out);
      } else {
        out.write('\\').write(LETTERS[c]);
      }
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

  private static void escape(char c, StringBuilder out) {
    out.append('\\');
    if (c < 0x80 && LETTERS[c] != 0 && LETTERS[c] != 'u') {
      out.append((char) LETTERS[c]);
      return;
    }
    out.append('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append((char) HEX[c >> shift & 0xF]);
    }
  }

  private static boolean alone(CharSequence text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }
}
