package io.stepgate.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.stepgate.json.JacksonFactory;
import io.stepgate.json.JsonEscaper;
import io.stepgate.json.JsonRewriter;
import java.io.IOException;
import java.util.Locale;

/**
 * Turns a value's text into the JSON value that its parameter's schema asks for. Text that does not
 * fit stays a string: the tool can complain about it, but a guess or a dropped digit would go
 * unnoticed. Whole numbers keep every digit, and no number JSON cannot hold is written.
 */
final class SchemaCoercion {
  // Doubles hold every whole number below this one.
  private static final double EXACT = 1L << 53;

  private SchemaCoercion() {}

  static void write(CharSequence raw, ParameterType type, StringBuilder out) {
    String text = strip(raw);
    String lower = text.length() <= 5 ? text.toLowerCase(Locale.ROOT) : "";
    boolean isNull = lower.equals("null") || (lower.equals("none") && !type.isText());
    if (isNull && (type.nullable() || !type.isText())) {
      out.append("null");
      return;
    }
    int start = out.length();
    boolean fits =
        switch (type.kind()) {
          case TEXT -> false;
          case INTEGER -> integer(text, out);
          case NUMBER -> number(text, out);
          case BOOLEAN -> bool(lower, out);
          case STRUCTURED -> structured(text, out);
        };
    if (!fits) {
      out.setLength(start);
      JsonEscaper.quoteChars(raw, out);
    }
  }

  private static boolean integer(String text, StringBuilder out) {
    Numeral numeral = Numeral.read(text);
    if (numeral == null || numeral.whole.isEmpty()) {
      return false;
    }
    if (numeral.exponent) {
      double value = Double.parseDouble(text);
      boolean exact = Math.rint(value) == value && Math.abs(value) < EXACT;
      if (!exact || "".equals(numeral.fraction)) {
        return false;
      }
      out.append((long) value);
      return true;
    }
    if (numeral.fraction != null && (numeral.fraction.isEmpty() || !zeros(numeral.fraction))) {
      return false;
    }
    int from = 0;
    while (from < numeral.whole.length() - 1 && numeral.whole.charAt(from) == '0') {
      from++;
    }
    out.append(numeral.negative && !zeros(numeral.whole) ? "-" : "");
    out.append(numeral.whole, from, numeral.whole.length());
    return true;
  }

  private static boolean number(String text, StringBuilder out) {
    Numeral numeral = Numeral.read(text);
    if (numeral == null) {
      return false;
    }
    if (numeral.fraction == null && !numeral.exponent) {
      return integer(text, out);
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      return false;
    }
    out.append(JsonRewriter.number(value));
    return true;
  }

  private static boolean bool(String lower, StringBuilder out) {
    switch (lower) {
      case "true", "1", "yes", "on" -> out.append("true");
      case "false", "0", "no", "off" -> out.append("false");
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean structured(String text, StringBuilder out) {
    int start = out.length();
    if (json(text, out)) {
      return true;
    }
    out.setLength(start);
    return PythonLiteral.write(text, out);
  }

  private static boolean json(String text, StringBuilder out) {
    try (JsonParser parser = JacksonFactory.parser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return false;
      }
      JsonRewriter.rewrite(parser, out);
      return parser.nextToken() == null;
    } catch (IOException notJson) {
      // Not an error: models write Python, too, and what is neither stays a string.
      return false;
    }
  }

  private static boolean zeros(String digits) {
    return digits.chars().allMatch(c -> c == '0');
  }

  private static String strip(CharSequence text) {
    int from = 0;
    int to = text.length();
    while (from < to && MarkerScanner.isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && MarkerScanner.isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.subSequence(from, to).toString();
  }

  /**
   * The parts of a decimal number, sign and exponent allowed.
   *
   * @param fraction null without a point
   */
  private record Numeral(boolean negative, String whole, String fraction, boolean exponent) {
    /** The parts of the text, or null if it is not a number all through. */
    static Numeral read(String text) {
      int at = sign(text, 0);
      int point = digits(text, at);
      String whole = text.substring(at, point);
      String fraction = null;
      int end = point;
      if (point < text.length() && text.charAt(point) == '.') {
        end = digits(text, point + 1);
        fraction = text.substring(point + 1, end);
      }
      boolean exponent = end < text.length() && (text.charAt(end) | 0x20) == 'e';
      if (exponent) {
        int power = sign(text, end + 1);
        end = digits(text, power);
        if (end == power) {
          return null;
        }
      }
      boolean empty = whole.isEmpty() && (fraction == null || fraction.isEmpty());
      return empty || end < text.length()
          ? null
          : new Numeral(text.charAt(0) == '-', whole, fraction, exponent);
    }

    private static int sign(String text, int at) {
      return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static int digits(String text, int from) {
      int at = from;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      return at;
    }
  }
}
