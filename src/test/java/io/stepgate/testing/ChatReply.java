package io.stepgate.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A chat answer as a client understands it, streamed or whole. */
public final class ChatReply {
  private static final ObjectMapper JSON = new ObjectMapper();

  public final StringBuilder reasoning = new StringBuilder();
  public final StringBuilder content = new StringBuilder();
  public final List<String> names = new ArrayList<>();
  public final List<StringBuilder> arguments = new ArrayList<>();
  public final List<String> ids = new ArrayList<>();
  public String finish;
  public JsonNode usage;
  public JsonNode error;
  public int frames;

  /**
   * Reads a stream; every line must be {@code data: …}, but that an error has a line that says so,
   * and the last event {@code [DONE]}.
   */
  public static ChatReply ofStream(String body) throws IOException {
    ChatReply reply = new ChatReply();
    assertTrue(body.endsWith("data: [DONE]\n\n"), () -> "the stream ends with " + tail(body));
    for (String sent : body.split("\n\n")) {
      boolean error = sent.startsWith("event: error\n");
      String event = error ? sent.substring("event: error\n".length()) : sent;
      assertEquals(error, event.startsWith("data: {\"error\":"), sent);
      assertTrue(event.startsWith("data: ") && !event.contains("\n"), () -> "an event is " + event);
      if (!event.equals("data: [DONE]")) {
        reply.frame(JSON.readTree(event.substring(6)));
      }
    }
    return reply;
  }

  public static ChatReply ofWhole(String body) throws IOException {
    ChatReply reply = new ChatReply();
    JsonNode answer = JSON.readTree(body);
    reply.error = answer.get("error");
    if (reply.error == null) {
      reply.usage = answer.get("usage");
      JsonNode choice = answer.get("choices").get(0);
      reply.finish = choice.get("finish_reason").asText();
      reply.part(choice.get("message"));
    }
    return reply;
  }

  private void frame(JsonNode frame) {
    frames++;
    if (frame.has("error")) {
      error = frame.get("error");
      return;
    }
    if (frame.path("usage").isObject() && frame.get("choices").isEmpty()) {
      usage = frame.get("usage");
    }
    for (JsonNode choice : frame.get("choices")) {
      part(choice.get("delta"));
      if (choice.path("finish_reason").isTextual()) {
        finish = choice.get("finish_reason").asText();
      }
    }
  }

  private void part(JsonNode part) {
    reasoning.append(part.path("reasoning_content").asText(""));
    content.append(part.path("content").asText(""));
    for (JsonNode call : part.path("tool_calls")) {
      int index = call.get("index").asInt();
      if (index == names.size()) {
        names.add(call.get("function").get("name").asText());
        ids.add(call.get("id").asText());
        arguments.add(new StringBuilder());
      }
      assertEquals(names.size() - 1, index, "arguments of the call in progress");
      arguments.get(index).append(call.get("function").path("arguments").asText(""));
    }
  }

  /** What differs from a vector's expectation, or null; see the vectors' own rules. */
  public String difference(JsonNode expect, boolean blanksFree) throws IOException {
    String wanted = expect.get("content").asText();
    if (!expect.get("reasoning").asText().contentEquals(reasoning)) {
      return "reasoning is " + reasoning;
    }
    String told = content.toString();
    if (blanksFree ? !wanted.strip().equals(told.strip()) : !wanted.equals(told)) {
      return "content is " + told;
    }
    JsonNode calls = expect.get("tool_calls");
    if (calls.size() != names.size()) {
      return "there are " + names.size() + " calls";
    }
    for (int i = 0; i < calls.size(); i++) {
      String wrong = difference(calls.get(i), names.get(i), arguments.get(i).toString());
      if (wrong != null) {
        return "call " + i + " " + wrong;
      }
    }
    return null;
  }

  private static String difference(JsonNode expected, String name, String arguments)
      throws IOException {
    String wanted = expected.get("arguments").asText();
    if (!expected.get("name").asText().equals(name)) {
      return "is named " + name;
    }
    if (expected.path("truncated").asBoolean()) {
      boolean begins = wanted.startsWith(arguments) || arguments.startsWith(wanted);
      return begins && !whole(arguments) ? null : "has arguments " + arguments;
    }
    return whole(arguments) && JSON.readTree(wanted).equals(JSON.readTree(arguments))
        ? null
        : "has arguments " + arguments;
  }

  private static boolean whole(String json) {
    try {
      return JSON.readTree(json).isObject();
    } catch (IOException half) {
      return false;
    }
  }

  private static String tail(String body) {
    return body.substring(Math.max(0, body.length() - 200));
  }
}
