package io.stepgate.parse;

import java.math.BigDecimal;

/**
 * Writes JSON in the style of Python's {@code json.dumps(…, ensure_ascii=False)}, which is how the
 * model's own training data and the backend write it.
 */
final class JsonText {
  private static final String HEX = "0123456789abcdef";
  // Outside these exponents Python writes numbers with an exponent.
  private static final int LEAST_PLAIN = -4;
  private static final int MOST_PLAIN = 15;

  private JsonText() {}

  static void quote(CharSequence text, StringBuilder out) {
    out.append('"');
    escape(text, out);
    out.append('"');
  }

  /** The inside of a JSON string. Pieces of a text may be escaped one by one. */
  static void escape(CharSequence text, StringBuilder out) {
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(text, done, i);
        escape(c, out);
        done = i + 1;
      }
    }
    out.append(text, done, text.length());
  }

  private static void escape(char c, StringBuilder out) {
    out.append('\\');
    switch (c) {
      case '\n' -> out.append('n');
      case '\r' -> out.append('r');
      case '\t' -> out.append('t');
      case '\b' -> out.append('b');
      case '\f' -> out.append('f');
      case '"', '\\' -> out.append(c);
      default -> out.append("u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
    }
  }

  /** A finite number with a fraction, as Python writes floats: always with a point or exponent. */
  static String number(double value) {
    if (value == 0) {
      return Double.toString(value);
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String digits = exact.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - exact.scale();
    if (exponent >= LEAST_PLAIN && exponent <= MOST_PLAIN) {
      String plain = exact.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "");
    return (value < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + power + Math.abs(exponent);
  }
}
