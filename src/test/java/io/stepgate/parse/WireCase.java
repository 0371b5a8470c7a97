package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One exchange with SGLang v0.5.18's own chat server, as it went over the wire. */
record WireCase(
    String id,
    JsonNode request,
    JsonNode server,
    String engineText,
    String engineFinish,
    String sse,
    boolean crashed,
    String whole) {

  static List<WireCase> all() {
    List<WireCase> cases = new ArrayList<>();
    try (var stream = WireCase.class.getResourceAsStream("/vectors/step3p5-wire.jsonl");
        var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        cases.add(of(ClientView.JSON.readTree(line)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertEquals(34, cases.size());
    return cases;
  }

  static WireCase named(String id) {
    return all().stream().filter(wire -> wire.id.equals("wire/" + id)).findFirst().orElseThrow();
  }

  private static WireCase of(JsonNode line) {
    StringBuilder text = new StringBuilder();
    line.get("engine_chunks").forEach(chunk -> text.append(chunk.textValue()));
    StringBuilder sse = new StringBuilder();
    boolean crashed = false;
    for (JsonNode frame : line.get("sse")) {
      crashed |= frame.textValue().startsWith("!!EXCEPTION");
      sse.append(crashed ? "" : frame.textValue());
    }
    return new WireCase(
        line.get("id").textValue(),
        line.get("request"),
        line.get("server"),
        text.toString(),
        line.get("engine_finish_reason").get("type").textValue(),
        sse.toString(),
        crashed,
        line.get("nonstream").toString());
  }

  boolean wantsUsage() {
    return request.path("stream_options").path("include_usage").booleanValue();
  }

  boolean split() {
    return request.path("separate_reasoning").asBoolean(true);
  }

  boolean stopped() {
    return engineFinish.equals("stop");
  }

  TextPlan text() {
    JsonNode tools = request.path("tools");
    String choice = request.path("tool_choice").asText("object");
    boolean active = tools.isArray() && !choice.equals("none");
    return new TextPlan(
        split() ? "step3p5" : "none",
        active ? "step3p5" : "none",
        active ? Vector.tools(tools.toString()) : DeclaredTools.none(),
        !request.path("parallel_tool_calls").asBoolean(true),
        choice.equals("required") || request.path("tool_choice").isObject(),
        false,
        1 << 16);
  }

  ChatPlan plan() {
    boolean whole = !request.path("stream_reasoning").asBoolean(true);
    return new ChatPlan(
        text(), 1, wantsUsage(), whole, false, Feed.RID, List.of(), null, Feed.MAX_FRAME);
  }
}
