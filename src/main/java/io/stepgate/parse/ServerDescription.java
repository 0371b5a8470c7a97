package io.stepgate.parse;

import io.stepgate.openai.ByteSink;
import io.stepgate.openai.Secrets;
import io.stepgate.parse.ParseFailure.Kind;
import java.io.IOException;

/** A backend's description of itself. */
public final class ServerDescription {
  private ServerDescription() {}

  /** Writes it without what it should not tell: SGLang lists its own keys. */
  public static void withoutSecrets(byte[] json, ByteSink out) throws ParseFailure {
    try {
      out.write(Secrets.removed(json));
    } catch (IOException notJson) {
      throw new ParseFailure(Kind.NOT_JSON, "the backend's description is not JSON");
    }
  }
}
