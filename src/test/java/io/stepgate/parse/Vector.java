package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One line of a vector file: a text, how it ended, and what it must come out as. */
record Vector(
    String id,
    String text,
    List<String> chunks,
    boolean stopped,
    DeclaredTools tools,
    Stage stage,
    JsonNode expect) {
  /** Which parsers the expectation speaks of. */
  enum Stage {
    /** Thinking is split off; calls stay raw in the content, but count where they were thought. */
    THINKING,
    /** The text is an answer. */
    CALLS,
    /** Both. */
    ALL
  }

  private static final int MAX_HELD = 1 << 20;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static List<Vector> read(String file, Stage stage) {
    List<Vector> vectors = new ArrayList<>();
    try (var stream = Vector.class.getResourceAsStream("/vectors/" + file);
        var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        vectors.add(of(JSON.readTree(line), stage));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertTrue(vectors.size() > 50, file);
    return vectors;
  }

  private static Vector of(JsonNode line, Stage stage) {
    List<String> chunks = new ArrayList<>();
    line.path("chunks").forEach(chunk -> chunks.add(chunk.textValue()));
    if (chunks.isEmpty()) {
      chunks.add(line.get("text").textValue());
    }
    JsonNode tools = line.path("tools");
    return new Vector(
        line.get("id").textValue(),
        line.get("text").textValue(),
        chunks,
        line.get("finish_reason").textValue().equals("stop"),
        tools.isArray() ? tools(tools.toString()) : DeclaredTools.none(),
        stage,
        line.get("expect"));
  }

  static DeclaredTools tools(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return DeclaredTools.read(bytes, 0, bytes.length);
  }

  /** The machine that the expectation speaks of. */
  ChoiceParser machine(SegmentSink sink) {
    if (stage != Stage.THINKING) {
      String reasoning = stage == Stage.CALLS ? "none" : "step3p5";
      return new TextPlan(reasoning, "step3p5", tools, false, false, false, MAX_HELD)
          .newChoice(sink);
    }
    ToolCallParser answer = new PlainAnswer(sink);
    ReasoningParser split =
        ParserCatalog.reasoning("step3p5").create(!tools.isEmpty(), MAX_HELD, sink, answer);
    return new ChoiceParser(split, answer, false, sink);
  }

  Transcript fed(List<? extends CharSequence> pieces) {
    Transcript told = new Transcript();
    ChoiceParser parser = machine(told);
    pieces.forEach(parser::content);
    parser.finish(stopped);
    assertEquals(told.calls.size(), parser.callCount(), id);
    return told;
  }

  /** Fails unless that is what the text must come out as. */
  void check(Transcript told, String how) {
    Supplier<String> what = () -> id + " " + how + "\n" + told + "\n";
    assertEquals(expect.get("reasoning").textValue(), told.reasoning.toString(), what);
    String content = expect.get("content").textValue();
    if (stage != Stage.CALLS) {
      assertEquals(content, told.content.toString(), what);
    } else {
      assertEquals(trimmed(content), trimmed(told.content.toString()), what);
    }
    assertEquals(expect.get("tool_calls").size(), told.calls.size(), what);
    for (int i = 0; i < told.calls.size(); i++) {
      check(expect.get("tool_calls").get(i), told.calls.get(i), what);
    }
  }

  private static void check(JsonNode expected, Transcript.Call told, Supplier<String> what) {
    assertEquals(expected.get("name").textValue(), told.name, what);
    assertTrue(told.ended, what);
    assertEquals(expected.path("truncated").booleanValue(), told.truncated, what);
    String arguments = expected.get("arguments").textValue();
    if (told.truncated) {
      String ours = told.arguments.toString();
      assertTrue(ours.startsWith(arguments) || arguments.startsWith(ours), what);
      assertThrows(JsonProcessingException.class, () -> whole(ours), what);
    } else if (!arguments.contentEquals(told.arguments)) {
      assertEquals(assertJson(arguments, what), assertJson(told.arguments.toString(), what), what);
    }
  }

  private static JsonNode assertJson(String text, Supplier<String> what) {
    try {
      return whole(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(what.get(), e);
    }
  }

  private static JsonNode whole(String text) throws JsonProcessingException {
    JsonNode node = JSON.readTree(text);
    if (node.isMissingNode()) {
      throw new JsonParseException(null, "empty");
    }
    return node;
  }

  private static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && MarkerScanner.isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && MarkerScanner.isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }
}
