package io.stepgate.report;

import io.stepgate.json.JsonEscaper;
import java.math.BigDecimal;

/** One JSON object written on one line, spaced and with numbers spelt as the benchmark does. */
final class JsonLine {
  private final StringBuilder out = new StringBuilder("{");

  void number(String key, Number value) {
    key(key);
    boolean floating = value instanceof Double;
    if (value == null || floating && !Double.isFinite(value.doubleValue())) {
      out.append("null");
    } else {
      out.append(floating ? decimal(value.doubleValue()) : value.toString());
    }
  }

  void text(String key, String value) {
    key(key);
    JsonEscaper.quoteOrNull(value, out);
  }

  /** A value that is JSON already. */
  void json(String key, String value) {
    key(key);
    out.append(value);
  }

  /** Begins an object under a key, until {@link #end}. */
  void begin(String key) {
    key(key);
    out.append('{');
  }

  void end() {
    out.append('}');
  }

  /** The whole line; nothing may be added after. */
  String close() {
    return out.append('}').toString();
  }

  /** A double with all its digits, a point and no exponent: 48 is {@code 48.0}. */
  static String decimal(double value) {
    String plain = new BigDecimal(Double.toString(value)).toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  private void key(String key) {
    if (out.charAt(out.length() - 1) != '{') {
      out.append(", ");
    }
    JsonEscaper.quote(key, out);
    out.append(": ");
  }
}
