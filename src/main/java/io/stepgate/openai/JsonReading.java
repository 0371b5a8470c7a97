package io.stepgate.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Jackson's streaming parser over bytes. The factory is made for each text: one kept in a static
 * field would carry the hash seed of the machine that built a native executable to every machine it
 * runs on.
 */
final class JsonReading {
  private JsonReading() {}

  static JsonParser parser(byte[] json) throws IOException {
    return new JsonFactory().createParser(json);
  }

  static JsonParser parser(byte[] json, int from, int length) throws IOException {
    return new JsonFactory().createParser(json, from, length);
  }
}
