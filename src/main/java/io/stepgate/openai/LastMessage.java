package io.stepgate.openai;

import io.stepgate.json.FieldNames;
import io.stepgate.json.JsonUnescaper;
import io.stepgate.json.JsonWalker;
import io.stepgate.json.MalformedJson;
import io.stepgate.json.Span;

/**
 * The last message's text. It matters for {@code continue_final_message} alone: the model goes on
 * where the text stops. A template that opens the thinking puts the text behind its opening marker,
 * so a text without a closing one goes on thinking (measured with SGLang v0.5.18 and v0.5.23).
 */
record LastMessage(String text) {
  private static final FieldNames CONTENT = FieldNames.of("content");

  static LastMessage read(byte[] body, Span messages) throws InvalidRequest {
    try {
      return walk(body, messages);
    } catch (MalformedJson malformed) {
      throw new InvalidRequest(malformed);
    }
  }

  private static LastMessage walk(byte[] body, Span messages) throws MalformedJson {
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
      JsonUnescaper.unescape(body, text.from(), text.to(), content);
    }
    return new LastMessage(content.toString());
  }

  /** Where the message's text stands, between its quotes; null where it has none. */
  private static Span content(JsonWalker json, byte[] body) throws MalformedJson {
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
    return text.indexOf("</think>", Math.max(0, text.lastIndexOf("<think>"))) < 0;
  }
}
