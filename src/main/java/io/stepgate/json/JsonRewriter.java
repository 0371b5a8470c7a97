package io.stepgate.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Writes JSON anew in the style of Python's {@code json.dumps(…, ensure_ascii=False)}, which is how
 * a model's training data and the backend write it.
 */
public final class JsonRewriter {
  // Outside these exponents Python writes numbers with an exponent.
  private static final int LEAST_PLAIN = -4;
  private static final int MOST_PLAIN = 15;

  private JsonRewriter() {}

  /** A finite number with a fraction, as Python writes floats: always with a point or exponent. */
  public static String number(double value) {
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

  /** The value at the parser's token as JSON text in our own style. */
  public static String rewritten(JsonParser parser) throws IOException {
    StringBuilder out = new StringBuilder();
    rewrite(parser, out);
    return out.toString();
  }

  /**
   * Appends the value at the parser's token to {@code out}.
   *
   * @throws IOException if it is no JSON, or holds a number that JSON readers cannot hold
   */
  public static void rewrite(JsonParser parser, StringBuilder out) throws IOException {
    int depth = 0;
    boolean separate = false;
    do {
      JsonToken token = parser.currentToken();
      if (separate && !token.isStructEnd()) {
        out.append(", ");
      }
      separate = true;
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          depth++;
          out.append(token.asString());
          separate = false;
        }
        case END_OBJECT, END_ARRAY -> {
          depth--;
          out.append(token.asString());
        }
        case FIELD_NAME -> {
          JsonEscaper.quoteChars(parser.currentName(), out);
          out.append(": ");
          separate = false;
        }
        case VALUE_STRING -> JsonEscaper.quoteChars(parser.getText(), out);
        case VALUE_NUMBER_INT -> {
          String digits = parser.getText();
          out.append(digits.equals("-0") ? "0" : digits);
        }
        case VALUE_NUMBER_FLOAT -> out.append(number(finite(parser)));
        default -> out.append(token.asString());
      }
    } while (depth > 0 && next(parser));
  }

  private static boolean next(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new JsonParseException(parser, "the text ends inside a value");
    }
    return true;
  }

  private static double finite(JsonParser parser) throws IOException {
    double value = parser.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw new JsonParseException(parser, "a number out of range");
    }
    return value;
  }
}
