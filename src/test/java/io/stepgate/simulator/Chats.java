package io.stepgate.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Chat requests, and what can be read from the chunks of their answers. */
final class Chats {
  static final String PATH = "/v1/chat/completions";

  private static final String WEATHER_TOOL =
      """
      {"type": "function", "function": {"name": "get_weather",
       "description": "Get the current weather for a location",
       "parameters": {"type": "object", "properties": {
         "location": {"type": "string", "description": "The city name"},
         "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}},
        "required": ["location"]}}}
      """;

  private Chats() {}

  static JsonObject ask(String question) {
    return new JsonObject()
        .put("model", "stepfun-ai/Step-3.5-Flash")
        .put("messages", new JsonArray().add(message("user", question)));
  }

  static JsonObject stream(String question) {
    return ask(question).put("stream", true);
  }

  static JsonObject askWeather() {
    return ask("What's the weather in Beijing?").put("tools", tools());
  }

  static JsonArray tools() {
    return new JsonArray().add(new JsonObject(WEATHER_TOOL));
  }

  static JsonObject message(String role, String content) {
    return new JsonObject().put("role", role).put("content", content);
  }

  static JsonObject choice(JsonObject answer) {
    return answer.getJsonArray("choices").getJsonObject(0);
  }

  static JsonObject said(JsonObject answer) {
    return choice(answer).getJsonObject("message");
  }

  /** All values of one text field of the deltas, joined. */
  static String joined(List<JsonObject> chunks, String field) {
    StringBuilder text = new StringBuilder();
    for (JsonObject chunk : chunks) {
      if (!chunk.getJsonArray("choices").isEmpty()) {
        String piece = choice(chunk).getJsonObject("delta").getString(field);
        text.append(piece == null ? "" : piece);
      }
    }
    return text.toString();
  }

  /** The finish reasons of a stream, in order. */
  static List<String> finishes(List<JsonObject> chunks) {
    return chunks.stream()
        .filter(chunk -> !chunk.getJsonArray("choices").isEmpty())
        .map(chunk -> choice(chunk).getString("finish_reason"))
        .filter(reason -> reason != null)
        .toList();
  }
}
