package io.stepgate.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Leaves secrets out of a server's description of itself. SGLang's {@code /server_info} lists all
 * its arguments, {@code api_key} and {@code admin_api_key} among them.
 */
public final class Secrets {
  private static final List<String> ENDINGS =
      List.of("api_key", "apikey", "password", "secret", "hf_token", "access_token", "auth_token");

  private Secrets() {}

  /** The same JSON without the members, at any depth, whose name says that they are secret. */
  public static byte[] removed(byte[] json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length);
    try (JsonParser in = JsonReading.parser(json);
        JsonGenerator copy = new JsonFactory().createGenerator(out)) {
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.FIELD_NAME && secret(in.currentName())) {
          in.nextToken();
          in.skipChildren();
        } else {
          copy.copyCurrentEventExact(in);
        }
      }
    }
    return out.toByteArray();
  }

  private static boolean secret(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace('-', '_');
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }
}
