package io.stepgate.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Jackson's streaming parser and generator for whole bodies. It keeps no table of names: names can
 * be chosen so that they all fall into one place of such a table, and finding each then takes
 * seconds. Bodies have their limits in bytes before they come here, so texts and names have none.
 */
public final class JacksonFactory {
  /** Longest number in characters; Python refuses longer whole numbers too. */
  public static final int MOST_DIGITS = 4300;

  public static final int MOST_DEPTH = 500;

  /** Shared by all threads. Made at the first use, so that none is frozen into an executable. */
  private static volatile JsonFactory factory;

  private JacksonFactory() {}

  public static JsonParser parser(String json) throws IOException {
    return factory().createParser(json);
  }

  public static JsonParser parser(byte[] json) throws IOException {
    return factory().createParser(json);
  }

  public static JsonParser parser(byte[] json, int from, int length) throws IOException {
    // Without a table of names Jackson 2.21 takes the end of such a range for its length: a copy.
    return factory().createParser(Arrays.copyOfRange(json, from, from + length));
  }

  /** Writes UTF-8. */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return factory().createGenerator(out);
  }

  private static JsonFactory factory() {
    JsonFactory made = factory;
    if (made == null) {
      // Two threads may make one each: they are alike, and one of them stays.
      made = make();
      factory = made;
    }
    return made;
  }

  private static JsonFactory make() {
    return JsonFactory.builder()
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
  }
}
