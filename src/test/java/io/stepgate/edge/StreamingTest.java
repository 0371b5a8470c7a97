package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.ChatReply;
import io.stepgate.testing.Frames;
import io.stepgate.testing.ScriptedBackendResource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client gets of an answer, streamed and whole. */
@QuarkusTest
class StreamingTest extends GatewayClient {
  @Test
  void reasoningVectors_streamedAndWhole_giveWhatIsExpected() throws Exception {
    vectors("step3p5-reasoning.jsonl", ScriptedBackendResource.REASONING_ONLY, false);
  }

  @Test
  void toolVectors_streamedAndWhole_giveWhatIsExpected() throws Exception {
    vectors("step3p5-tools.jsonl", ScriptedBackendResource.TOOLS_ONLY, true);
  }

  private void vectors(String file, String model, boolean blanksFree) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (JsonNode line : lines(file)) {
      List<String> chunks = new ArrayList<>();
      line.get("chunks").forEach(chunk -> chunks.add(chunk.asText()));
      String finish = line.get("finish_reason").asText();
      JsonObject request = chat(model, true);
      if (line.has("tools")) {
        request.put("tools", new JsonArray(line.get("tools").toString()));
      }
      request.put("script", frames(Frames.raw(chunks, finish), "finish"));
      HttpResponse<String> streamed = post(CHAT, request);
      assertEquals(200, streamed.statusCode(), () -> line.get("id").asText() + streamed.body());
      note(wrong, line, "stream", ChatReply.ofStream(streamed.body()), blanksFree);
      request.put("stream", false);
      String whole = Frames.whole(line.get("text").asText(), finish);
      request.put("script", new JsonObject().put("json", whole));
      note(wrong, line, "whole", ChatReply.ofWhole(post(CHAT, request).body()), blanksFree);
    }
    assertEquals(List.of(), wrong);
  }

  private static void note(
      List<String> wrong, JsonNode line, String mode, ChatReply reply, boolean blanksFree)
      throws Exception {
    String difference = reply.difference(line.get("expect"), blanksFree);
    String engine = line.get("finish_reason").asText();
    boolean calls = !reply.names.isEmpty() && engine.equals("stop");
    if (difference == null && !reply.finish.equals(calls ? "tool_calls" : engine)) {
      difference = "finish_reason is " + reply.finish;
    }
    if (difference != null) {
      wrong.add(line.get("id").asText() + " " + mode + ": " + difference);
    }
  }

  @Test
  void wireVectors_replayedAsABackend_loseNothing() throws Exception {
    for (JsonNode line : lines("step3p5-wire.jsonl")) {
      String id = line.get("id").asText();
      List<String> frames = new ArrayList<>();
      StringBuilder sent = new StringBuilder();
      for (JsonNode frame : line.get("sse")) {
        if (!frame.asText().startsWith("!!")) {
          String event = frame.asText().endsWith("\n\n") ? frame.asText() : frame.asText() + "\n\n";
          frames.add(event);
          sent.append(event);
        }
      }
      JsonObject request = new JsonObject(line.get("request").toString()).put("stream", true);
      request.put("script", frames(frames, "finish"));

      HttpResponse<String> answer = post(CHAT, request);

      if (sent.indexOf("{\"error\"") == 6) {
        assertEquals(400, answer.statusCode(), id);
        continue;
      }
      ChatReply reply = ChatReply.ofStream(answer.body());
      if (id.equals("wire/tool-parallel-false")) {
        assertEquals(1, reply.names.size(), "the client asked for one call");
        continue;
      }
      boolean broken = sent.indexOf("[DONE]") < 0 || sent.indexOf("data: {\"error\"") >= 0;
      assertEquals(broken, reply.error != null, id);
      String all = reply.reasoning + "|" + reply.content + "|" + reply.arguments;
      for (String word : backendWords(frames)) {
        boolean tag = word.matches("think|tool|call|function|parameter|name|parameters");
        boolean named = reply.names.toString().contains(word);
        assertTrue(broken || tag || named || all.contains(word), id + " lost " + word);
      }
    }
  }

  /** Every word that the backend itself put into text or arguments. */
  private static List<String> backendWords(List<String> frames) throws Exception {
    StringBuilder reasoning = new StringBuilder();
    StringBuilder content = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    for (String frame : frames) {
      if (!frame.startsWith("data: {\"id\"")) {
        continue;
      }
      for (JsonNode choice : JSON.readTree(frame.substring(6)).get("choices")) {
        JsonNode delta = choice.get("delta");
        reasoning.append(delta.path("reasoning_content").asText(""));
        content.append(delta.path("content").asText(""));
        for (JsonNode call : delta.path("tool_calls")) {
          arguments.append(call.path("function").path("arguments").asText(""));
        }
      }
    }
    String text = reasoning + " " + content + " " + arguments;
    return List.of(text.replaceAll("[^A-Za-z0-9]+", " ").strip().split(" "));
  }

  @Test
  void continuedMessage_whoseThinkingIsNotClosed_goesOnThinking() throws Exception {
    JsonObject request = chat(Frames.MODEL, true).put("continue_final_message", true);
    request.put(
        "script", frames(Frames.raw(List.of(" it over", "</think>", "4"), "stop"), "finish"));
    request
        .getJsonArray("messages")
        .add(new JsonObject().put("role", "assistant").put("content", "Let me think"));

    ChatReply reply = ChatReply.ofStream(post(CHAT, request).body());

    assertEquals(" it over|4", reply.reasoning + "|" + reply.content);
  }

  @Test
  void unknownFields_inARequest_reachTheBackendInTheClientsBytes() throws Exception {
    String body =
        "{ \"model\":\""
            + Frames.MODEL
            + "\", \"messages\":[{\"role\":\"user\",\"content\":\"h\\u0069 \"}],"
            + "\"temperature\":0.70,\"x\" : {\"y\": [1, 2.50]},\"stream\":true,"
            + "\"stream_options\":{\"continuous_usage_stats\":true},"
            + "\"script\":"
            + frames(Frames.raw(List.of("a", "</think>", "b"), "stop"), "finish")
            + "}";

    send(CHAT, body);

    String got = control().getJsonObject("last").getString("body");
    assertTrue(got.contains("\"temperature\":0.70,\"x\" : {\"y\": [1, 2.50]}"), got);
    assertTrue(got.contains("h\\u0069 "), got);
    JsonObject json = new JsonObject(got);
    assertEquals(32, json.getString("rid").length());
    assertEquals(false, json.getBoolean("skip_special_tokens"));
    assertEquals(true, json.getJsonObject("stream_options").getBoolean("include_usage"));
    assertEquals(true, json.getJsonObject("stream_options").getBoolean("continuous_usage_stats"));
  }

  @Test
  void bodyWithoutAType_reachesTheBackendAsJson() throws Exception {
    JsonObject request = chat(Frames.MODEL, true);
    request.put("script", frames(Frames.raw(List.of("a"), "stop"), "finish"));

    post(CHAT, request);

    assertEquals(
        "application/json", control().getJsonObject("last").getString("header.content-type"));
  }

  @Test
  void usageFrame_reachesTheClient_onlyIfItAsked() throws Exception {
    JsonObject request =
        chat(Frames.MODEL, true)
            .put("script", frames(Frames.raw(List.of("a</think>b"), "stop"), "finish"));

    assertNull(ChatReply.ofStream(post(CHAT, request).body()).usage);
    request.put("stream_options", new JsonObject().put("include_usage", true));
    assertEquals(
        25, ChatReply.ofStream(post(CHAT, request).body()).usage.get("prompt_tokens").asInt());
  }
}
