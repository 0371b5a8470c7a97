package io.stepgate.openai;

import io.stepgate.json.FieldNames;
import io.stepgate.json.JsonUnescaper;
import io.stepgate.json.JsonWalker;
import io.stepgate.json.MalformedJson;
import io.stepgate.json.Span;

/**
 * The kinds of a chat request's tools. OpenAI has some that it runs itself, and some with a grammar
 * instead of a schema; a model behind this gateway has functions alone, and would be shown the
 * others as functions without a name.
 */
final class ToolTypes {
  private static final FieldNames TYPE = FieldNames.of("type");
  private static final int LONGEST_SHOWN = 64;

  private ToolTypes() {}

  /**
   * @param tools where the array stands, or null
   * @throws InvalidRequest naming the first tool that is no function
   */
  static void check(byte[] body, Span tools) throws InvalidRequest {
    try {
      if (tools != null) {
        each(body, tools);
      }
    } catch (MalformedJson malformed) {
      throw new InvalidRequest(malformed);
    }
  }

  private static void each(byte[] body, Span tools) throws InvalidRequest, MalformedJson {
    JsonWalker json = new JsonWalker(body, tools.from(), tools.to());
    json.peek();
    json.enter();
    for (int i = 0; json.item(i == 0); i++) {
      if (json.peek() == '{') {
        tool(json, body, i);
      } else {
        json.value();
      }
    }
  }

  private static void tool(JsonWalker json, byte[] body, int number)
      throws InvalidRequest, MalformedJson {
    json.enter();
    for (boolean first = true; json.member(first); first = false) {
      boolean type = TYPE.find(body, json.nameFrom(), json.nameTo()) != FieldNames.NONE;
      int kind = json.peek();
      int from = json.at();
      json.value();
      if (type && kind != 'n') {
        check(body, new Span(from, json.at()), number);
      }
    }
  }

  private static void check(byte[] body, Span type, int number) throws InvalidRequest {
    String param = "tools[" + number + "].type";
    if (body[type.from()] != '"') {
      throw new InvalidRequest(param, "'" + param + "' must be a string: allowed is function");
    }
    StringBuilder word = new StringBuilder();
    JsonUnescaper.unescape(body, type.from() + 1, type.to() - 1, word);
    if (!"function".contentEquals(word)) {
      String shown = word.substring(0, Math.min(LONGEST_SHOWN, word.length()));
      throw new InvalidRequest(
          param, "'" + param + "' is '" + shown + "': the only type of tool here is function");
    }
  }
}
