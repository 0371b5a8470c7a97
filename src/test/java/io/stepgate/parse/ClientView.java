package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a strict client makes of the bytes it got; fails on anything that breaks one. */
final class ClientView {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectMapper LAST_WINS =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  static final class Call {
    final String id;
    final String name;
    final StringBuilder arguments = new StringBuilder();

    private Call(String id, String name) {
      this.id = id;
      this.name = name;
    }

    @Override
    public String toString() {
      return name + arguments;
    }
  }

  static final class Choice {
    final StringBuilder reasoning = new StringBuilder();
    final StringBuilder content = new StringBuilder();
    final List<Call> calls = new ArrayList<>();
    final List<String> tokens = new ArrayList<>();
    final List<String> finishes = new ArrayList<>();

    @Override
    public String toString() {
      return reasoning + "|" + content + "|" + calls + "|" + tokens + "|" + finishes;
    }
  }

  private static final String ERROR = "event: error\n";

  final List<String> frames = new ArrayList<>();
  final Map<Integer, Choice> choices = new TreeMap<>();
  final List<JsonNode> usageFrames = new ArrayList<>();
  JsonNode error;
  boolean done;

  static ClientView of(String bytes) {
    ClientView view = new ClientView();
    assertTrue(bytes.isEmpty() || bytes.endsWith("\n\n"), "the last frame is not whole");
    for (String frame : bytes.split("\n\n")) {
      if (!frame.isEmpty()) {
        boolean error = frame.startsWith(ERROR);
        String event = error ? frame.substring(ERROR.length()) : frame;
        assertTrue(event.startsWith("data: "), frame);
        assertFalse(event.contains("\n"), frame);
        assertEquals(error, event.startsWith("data: {\"error\":"), frame);
        view.frame(event.substring(6));
      }
    }
    return view;
  }

  Choice only() {
    assertEquals(1, choices.size());
    return choices.get(0);
  }

  private void frame(String json) {
    assertFalse(done, "a frame behind [DONE]");
    if (json.equals("[DONE]")) {
      done = true;
      return;
    }
    assertNull(error, "a frame behind an error");
    frames.add(json);
    JsonNode node = tree(json);
    if (node.has("error")) {
      error = node.get("error");
      return;
    }
    for (String key : List.of("id", "object", "model")) {
      assertTrue(node.path(key).isTextual(), json);
    }
    if (node.get("choices").isEmpty()) {
      usageFrames.add(node.get("usage"));
    }
    node.get("choices").forEach(choice -> choice(choice, json));
  }

  private void choice(JsonNode node, String frame) {
    Choice choice = choices.computeIfAbsent(node.get("index").intValue(), any -> new Choice());
    JsonNode delta = node.get("delta");
    choice.reasoning.append(text(delta.path("reasoning_content")));
    choice.content.append(text(delta.path("content")));
    delta.path("tool_calls").forEach(call -> call(call, choice, frame));
    node.path("logprobs")
        .path("content")
        .forEach(entry -> choice.tokens.add(entry.get("token").textValue()));
    if (node.path("finish_reason").isTextual()) {
      choice.finishes.add(node.get("finish_reason").textValue());
    }
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : "";
  }

  private static void call(JsonNode node, Choice choice, String frame) {
    int index = node.get("index").intValue();
    JsonNode function = node.get("function");
    if (index == choice.calls.size()) {
      String id = node.path("id").textValue();
      assertNotNull(id, frame);
      assertTrue(id.startsWith("call_"), frame);
      assertTrue(function.path("name").isTextual(), frame);
      choice.calls.add(new Call(id, function.get("name").textValue()));
    } else {
      assertTrue(index >= 0 && index < choice.calls.size(), frame);
      assertNull(node.path("id").textValue(), frame);
      assertNull(function.path("name").textValue(), frame);
    }
    choice.calls.get(index).arguments.append(text(function.path("arguments")));
  }

  static JsonNode tree(String json) {
    return tree(json, JSON);
  }

  /** A parameter that the model wrote twice has been streamed twice: the last one counts. */
  static JsonNode arguments(String json) {
    return tree(json, LAST_WINS);
  }

  private static JsonNode tree(String json, ObjectMapper mapper) {
    try {
      return mapper.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
