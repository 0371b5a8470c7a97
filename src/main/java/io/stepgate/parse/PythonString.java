package io.stepgate.parse;

/** Reads one Python string literal. Bytes and f-strings are not strings. */
final class PythonString {
  private static final String ESCAPES = "\\'\"abfnrtv";
  private static final String MEANINGS = "\\'\"\u0007\b\f\n\r\t\u000b";

  private final String text;
  private final StringBuilder out;
  private int at;

  private PythonString(String text, int at, StringBuilder out) {
    this.text = text;
    this.at = at;
    this.out = out;
  }

  /** Appends the string that begins at {@code from}; its end, or -1 if there is none. */
  static int read(String text, int from, StringBuilder out) {
    return new PythonString(text, from, out).read();
  }

  private int read() {
    boolean raw = at < text.length() && (text.charAt(at) | 0x20) == 'r';
    boolean prefixed = raw || (at < text.length() && (text.charAt(at) | 0x20) == 'u');
    at += prefixed ? 1 : 0;
    if (at >= text.length() || (text.charAt(at) != '"' && text.charAt(at) != '\'')) {
      return -1;
    }
    String quote = text.substring(at, at + 1);
    boolean tripled = text.startsWith(quote.repeat(3), at);
    if (tripled) {
      quote = quote.repeat(3);
    }
    at += quote.length();
    while (at < text.length() && !text.startsWith(quote, at)) {
      char c = text.charAt(at++);
      boolean lineEnd = c == '\n' || c == '\r';
      if (lineEnd && !tripled) {
        return -1;
      }
      if (c != '\\') {
        out.append(c);
      } else if (at == text.length() || !(raw ? rawEscape() : escape())) {
        return -1;
      }
    }
    return at < text.length() ? at + quote.length() : -1;
  }

  /** In a raw string a backslash only keeps the next character from ending it. */
  private boolean rawEscape() {
    out.append('\\').append(text.charAt(at++));
    return true;
  }

  private boolean escape() {
    char c = text.charAt(at++);
    int known = ESCAPES.indexOf(c);
    if (known >= 0) {
      out.append(MEANINGS.charAt(known));
      return true;
    }
    return switch (c) {
      case '\n' -> true;
      case 'x' -> code(2, 16, true);
      case 'u' -> code(4, 16, true);
      case 'U' -> code(8, 16, true);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        yield code(3, 8, false);
      }
      case 'N' -> false;
      default -> {
        out.append('\\').append(c);
        yield true;
      }
    };
  }

  private boolean code(int digits, int radix, boolean all) {
    long value = 0;
    int start = at;
    while (at < text.length() && at - start < digits) {
      int digit = text.charAt(at) < 128 ? Character.digit(text.charAt(at), radix) : -1;
      if (digit < 0) {
        break;
      }
      value = value * radix + digit;
      at++;
    }
    if ((all && at - start < digits) || value > Character.MAX_CODE_POINT) {
      return false;
    }
    out.appendCodePoint((int) value);
    return true;
  }
}
