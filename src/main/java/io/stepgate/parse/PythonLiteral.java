package io.stepgate.parse;

import io.stepgate.json.JacksonFactory;
import io.stepgate.json.JsonEscaper;
import java.math.BigInteger;

/**
 * Rewrites a Python literal as JSON: dict with string keys, list, tuple, string, number, True,
 * False, None. What JSON cannot hold (sets, bytes, complex numbers, other keys) is refused.
 */
final class PythonLiteral {
  // Python's own compiler refuses deeper brackets.
  private static final int DEEPEST = 200;

  private final String text;
  private final StringBuilder out;
  private int at;
  private int depth;

  private PythonLiteral(String text, StringBuilder out) {
    this.text = text;
    this.out = out;
  }

  /** Appends the literal as JSON; false, with an unspecified rest in {@code out}, if it is none. */
  static boolean write(String text, StringBuilder out) {
    PythonLiteral literal = new PythonLiteral(text, out);
    return text.indexOf('\0') < 0 && literal.items('\0', false) && literal.at == text.length();
  }

  private char here() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean skip(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int line = text.indexOf('\n', at);
        at = line < 0 ? text.length() : line;
      } else if (c == ' ' || c == '\t' || c == '\f' || (depth > 0 && (c == '\n' || c == '\r'))) {
        at++;
      } else {
        return;
      }
    }
  }

  /** Values between commas up to {@code close}; without a comma just the value, unless a list. */
  private boolean items(char close, boolean list) {
    int start = out.length();
    boolean comma = list;
    int count = 0;
    skipBlanks();
    while (here() != close) {
      if (count++ > 0) {
        out.append(", ");
      }
      if (!value()) {
        return false;
      }
      skipBlanks();
      if (here() == close) {
        break;
      }
      if (!skip(',')) {
        return false;
      }
      comma = true;
      skipBlanks();
    }
    if (comma || (count == 0 && close != '\0')) {
      out.insert(start, '[').append(']');
      return true;
    }
    return count == 1;
  }

  private boolean value() {
    char c = here();
    return switch (c) {
      case '[' -> nested('[', ']');
      case '(' -> nested('(', ')');
      case '{' -> nested('{', '}');
      case '+', '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      case 'T' -> word("True", "true");
      case 'F' -> word("False", "false");
      case 'N' -> word("None", "null");
      default -> strings();
    };
  }

  private boolean nested(char open, char close) {
    at++;
    if (++depth > DEEPEST) {
      return false;
    }
    boolean read = open == '{' ? members() : items(close, open == '[');
    depth--;
    return read && skip(close);
  }

  private boolean members() {
    out.append('{');
    boolean first = true;
    skipBlanks();
    while (here() != '}') {
      out.append(first ? "" : ", ");
      first = false;
      if (!strings()) {
        return false;
      }
      skipBlanks();
      if (!skip(':')) {
        return false;
      }
      out.append(": ");
      skipBlanks();
      if (!value()) {
        return false;
      }
      skipBlanks();
      if (here() != '}' && !skip(',')) {
        return false;
      }
      skipBlanks();
    }
    out.append('}');
    return true;
  }

  private boolean word(String python, String json) {
    if (!text.startsWith(python, at)) {
      return false;
    }
    at += python.length();
    out.append(json);
    return endsWord();
  }

  private boolean endsWord() {
    return !Character.isLetterOrDigit(here()) && here() != '_' && here() != '.';
  }

  /** One or more string literals side by side, which Python joins. */
  private boolean strings() {
    StringBuilder joined = new StringBuilder();
    int count = 0;
    while (true) {
      int next = PythonString.read(text, at, joined);
      if (next < 0) {
        break;
      }
      count++;
      at = next;
      skipBlanks();
    }
    JsonEscaper.quoteChars(joined, out);
    return count > 0;
  }

  private boolean number() {
    boolean negative = here() == '-';
    if (negative || here() == '+') {
      at++;
      skipBlanks();
    }
    int start = at;
    boolean exponent = false;
    boolean based = here() == '0' && "xXoObB".indexOf(text.charAt(Math.min(at + 1, end()))) >= 0;
    while (at < text.length() && (Character.isLetterOrDigit(here()) || "_.".indexOf(here()) >= 0)) {
      exponent = !based && (here() == 'e' || here() == 'E');
      at++;
      if (exponent && (here() == '+' || here() == '-')) {
        at++;
      }
    }
    String digits = underscored(text.substring(start, at));
    if (digits == null) {
      return false;
    }
    String sign = negative ? "-" : "";
    return based ? based(sign, digits) : decimal(sign, digits);
  }

  private int end() {
    return text.length() - 1;
  }

  /** The number without its underscores; null if one is not between two digits. */
  private static String underscored(String number) {
    for (int i = 0; i < number.length(); i++) {
      if (number.charAt(i) == '_') {
        boolean between =
            i > 0
                && i < number.length() - 1
                && Character.isLetterOrDigit(number.charAt(i - 1))
                && Character.isLetterOrDigit(number.charAt(i + 1));
        if (!between) {
          return null;
        }
      }
    }
    return number.replace("_", "");
  }

  private boolean based(String sign, String digits) {
    int radix =
        switch (digits.charAt(1) | 0x20) {
          case 'x' -> 16;
          case 'o' -> 8;
          default -> 2;
        };
    boolean read = digits.length() > 2 && digits.length() <= JacksonFactory.MOST_DIGITS;
    for (int i = 2; i < digits.length(); i++) {
      read &= digits.charAt(i) < 128 && Character.digit(digits.charAt(i), radix) >= 0;
    }
    if (read) {
      BigInteger value = new BigInteger(digits.substring(2), radix);
      out.append(value.signum() == 0 ? "" : sign).append(value);
    }
    return read;
  }

  private boolean decimal(String sign, String digits) {
    boolean whole = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean zero = digits.chars().allMatch(c -> c == '0');
    if (whole) {
      out.append(zero ? "0" : sign + digits);
      return (zero || digits.charAt(0) != '0') && digits.length() <= JacksonFactory.MOST_DIGITS;
    }
    int start = out.length();
    SchemaCoercion.write(sign + digits, new ParameterType(ParameterType.Kind.NUMBER, false), out);
    return out.charAt(start) != '"';
  }
}
