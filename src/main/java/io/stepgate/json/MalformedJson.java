package io.stepgate.json;

/** A text that is not the JSON it should be. Its message holds nothing of the text. */
public final class MalformedJson extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedJson(String message) {
    super(message, null, false, false);
  }
}
