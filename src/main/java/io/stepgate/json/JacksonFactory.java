package io.stepgate.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;

/**
 * Jackson's streaming parser for what others send. It keeps no table of names: names can be chosen
 * so that they all fall into one place of such a table, and finding each then takes seconds; and a
 * table's hash seed would be frozen into a native executable.
 */
public final class JacksonFactory {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private JacksonFactory() {}

  public static JsonParser parser(byte[] json) throws IOException {
    return FACTORY.createParser(json);
  }

  public static JsonParser parser(byte[] json, int from, int length) throws IOException {
    // Without a table of names Jackson 2.21 takes the end of such a range for its length: a copy.
    return FACTORY.createParser(Arrays.copyOfRange(json, from, from + length));
  }
}
