package io.stepgate.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Arrays;

/** Reads JSON that came from a client or a model. */
final class JsonSource {
  /** Longest whole number in digits; Python refuses longer ones too. */
  static final int MOST_DIGITS = 4300;

  static final int MOST_DEPTH = 500;

  // Names are not kept in a table: its hash seed would be frozen into a native image.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MOST_DEPTH)
                  .maxNumberLength(MOST_DIGITS)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonSource() {}

  static JsonParser parser(String json) throws IOException {
    return FACTORY.createParser(json);
  }

  static JsonParser parser(byte[] json, int offset, int length) throws IOException {
    // Without a table of names Jackson 2.21 takes the end of such a range for its length: so a
    // copy.
    return FACTORY.createParser(Arrays.copyOfRange(json, offset, offset + length));
  }

  /** The value at the parser's token as JSON text in our own style. */
  static String rewritten(JsonParser parser) throws IOException {
    StringBuilder out = new StringBuilder();
    rewrite(parser, out);
    return out.toString();
  }

  /**
   * Appends the value at the parser's token to {@code out}.
   *
   * @throws IOException if it is no JSON, or holds a number that JSON readers cannot hold
   */
  static void rewrite(JsonParser parser, StringBuilder out) throws IOException {
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
          JsonText.quote(parser.currentName(), out);
          out.append(": ");
          separate = false;
        }
        case VALUE_STRING -> JsonText.quote(parser.getText(), out);
        case VALUE_NUMBER_INT -> {
          String digits = parser.getText();
          out.append(digits.equals("-0") ? "0" : digits);
        }
        case VALUE_NUMBER_FLOAT -> out.append(JsonText.number(finite(parser)));
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
