package io.stepgate.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.stepgate.json.JacksonFactory;
import io.stepgate.json.JsonRewriter;
import java.io.IOException;

/**
 * A whole call written as a JSON object: {@code {"name": …, "arguments": …}}, or {@code parameters}
 * for the arguments.
 *
 * @param name the function
 * @param arguments their JSON text; arguments that were a string already are taken as they are
 */
record JsonCall(String name, String arguments) {
  /** The call in that text, or null if it is not such an object. */
  static JsonCall read(String json) {
    try (JsonParser parser = JacksonFactory.parser(json)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? members(parser) : null;
    } catch (IOException notJson) {
      // Not an error: the text is then no call, and stays what it was.
      return null;
    }
  }

  private static JsonCall members(JsonParser parser) throws IOException {
    String name = null;
    String arguments = null;
    String parameters = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      String text = value == JsonToken.VALUE_STRING ? parser.getText() : null;
      switch (field) {
        case "name" -> name = text;
        case "arguments" -> arguments = text == null ? JsonRewriter.rewritten(parser) : text;
        case "parameters" -> parameters = text == null ? JsonRewriter.rewritten(parser) : text;
        default -> JsonRewriter.rewritten(parser);
      }
      if (field.equals("name") && text == null) {
        parser.skipChildren();
      }
    }
    if (name == null || name.isEmpty()) {
      return null;
    }
    String given = arguments == null ? parameters : arguments;
    return new JsonCall(name, given == null ? "{}" : given);
  }

  void tell(CallWriter calls) {
    calls.start(name);
    calls.arguments(arguments);
    calls.end(false);
  }
}
