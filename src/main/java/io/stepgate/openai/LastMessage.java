package io.stepgate.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The last message's text. It matters for {@code continue_final_message} alone: the model goes on
 * where the text stops, inside its thinking only if that was opened and not closed (SGLang v0.5.18
 * decides the same way).
 */
record LastMessage(String text) {
  static LastMessage read(byte[] body, Span messages) throws InvalidRequest {
    String text = "";
    try (JsonParser json = JsonReading.parser(body, messages.from(), messages.length())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        text = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          boolean content = json.currentName().equals("content");
          if (json.nextToken() == JsonToken.VALUE_STRING && content) {
            text = json.getText();
          }
          json.skipChildren();
        }
      }
      return new LastMessage(text);
    } catch (IOException broken) {
      throw new InvalidRequest("messages", "a message cannot be read");
    }
  }

  boolean insideThinking() {
    int opened = text.lastIndexOf("<think>");
    return opened >= 0 && text.indexOf("</think>", opened) < 0;
  }
}
