package io.stepgate.openai;

/**
 * The last message's text. It matters for {@code continue_final_message} alone: the model goes on
 * where the text stops, inside its thinking only if that was opened and not closed (SGLang v0.5.18
 * decides the same way).
 */
record LastMessage(String text) {
  private static final FieldNames CONTENT = FieldNames.of("content");

  static LastMessage read(byte[] body, Span messages) throws InvalidRequest {
    JsonWalker json = new JsonWalker(body, messages.from(), messages.to());
    Span text = null;
    json.peek();
    json.enter();
    for (boolean first = true; json.item(first); first = false) {
      text = null;
      if (json.peek() == '{') {
        text = content(json, body);
      } else {
        json.value();
      }
    }
    StringBuilder content = new StringBuilder();
    if (text != null) {
      StringReading.decode(body, text.from(), text.to(), content);
    }
    return new LastMessage(content.toString());
  }

  /** Where the message's text stands, between its quotes; null where it has none. */
  private static Span content(JsonWalker json, byte[] body) throws InvalidRequest {
    Span text = null;
    json.enter();
    for (boolean first = true; json.member(first); first = false) {
      boolean content = CONTENT.find(body, json.nameFrom(), json.nameTo()) != FieldNames.NONE;
      boolean string = json.peek() == '"';
      int from = json.at();
      json.value();
      if (content && string) {
        text = new Span(from + 1, json.at() - 1);
      }
    }
    return text;
  }

  boolean insideThinking() {
    int opened = text.lastIndexOf("<think>");
    return opened >= 0 && text.indexOf("</think>", opened) < 0;
  }
}
