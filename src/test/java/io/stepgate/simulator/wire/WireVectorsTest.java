package io.stepgate.simulator.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stepgate.simulator.engine.EngineListener;
import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.Finish;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.script.BodyFields;
import io.stepgate.simulator.script.ChatCall;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The frames and bodies of a real SGLang v0.5.18 chat server over a fake engine: the same engine
 * output must give the same bytes here.
 */
class WireVectorsTest {
  private static final Path VECTORS = Path.of("src/test/resources/vectors/step3p5-wire.jsonl");
  private static final int CASES = 34;

  /** What the simulator does not imitate, and why. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "wire/tool-crash-set",
          "the real server dies on a Python set literal as a value; here it stays a string");

  private static final String RID = "0123456789abcdef0123456789abcdef";
  private static final long CREATED = 1_700_000_000L;
  private static final String CALL_ID = "call_000000000000000000000000";

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void engineOutput_streamed_givesTheFramesOfTheRealServer(String id, JsonObject vector) {
    List<String> frames = new ArrayList<>();

    replay(vector, new ServedChatStream(plan(vector), frames::add, () -> CALL_ID));

    assertEquals(vector.getJsonArray("sse").getList(), frames);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void engineOutput_whole_givesTheBodyOfTheRealServer(String id, JsonObject vector) {
    List<String> bodies = new ArrayList<>();

    replay(vector, new ServedChatAnswer(plan(vector), () -> CALL_ID, bodies::add));

    assertEquals(1, bodies.size());
    assertEquals(vector.getJsonObject("nonstream").encode(), bodies.get(0));
  }

  @Test
  void vectorFile_isComplete() throws IOException {
    List<String> ids = vectors().map(vector -> vector.getString("id")).toList();

    assertEquals(CASES, ids.size());
    assertEquals(LEFT_OUT.size(), ids.stream().filter(LEFT_OUT::containsKey).count());
  }

  private static void replay(JsonObject vector, EngineListener listener) {
    JsonArray chunks = vector.getJsonArray("engine_chunks");
    Finish finish = finish(vector.getJsonObject("engine_finish_reason"));
    for (int i = 0; i < chunks.size(); i++) {
      String text = chunks.getString(i);
      boolean last = i == chunks.size() - 1;
      listener.chunk(0, new EngineOutput.Chunk(text, List.of(text)), last ? finish : null);
    }
    listener.finished();
  }

  private static ServedChatPlan plan(JsonObject vector) {
    JsonObject server = vector.getJsonObject("server");
    SimulatorOptions options =
        SimulatorOptions.builder()
            .reasoningParser(Optional.ofNullable(server.getString("reasoning_parser")))
            .toolCallParser(Optional.ofNullable(server.getString("tool_call_parser")))
            .cacheReport(server.getBoolean("cache_report", false))
            .defaultUsage(server.getBoolean("default_usage", false))
            .build();
    BodyFields request = new BodyFields(vector.getJsonObject("request"));
    return ServedChatPlan.of(ChatCall.read(request, RID, options), options, CREATED, 25, 8);
  }

  private static Finish finish(JsonObject reason) {
    return switch (reason.getString("type")) {
      case "stop" -> Finish.stop(reason.getValue("matched"));
      case "length" -> Finish.length(reason.getInteger("length"));
      default ->
          new Finish(
              "abort", null, 0, reason.getString("message"), reason.getInteger("status_code"));
    };
  }

  static Stream<Object[]> cases() throws IOException {
    return vectors()
        .filter(vector -> !LEFT_OUT.containsKey(vector.getString("id")))
        .map(vector -> new Object[] {vector.getString("id"), vector});
  }

  private static Stream<JsonObject> vectors() throws IOException {
    return Files.readAllLines(VECTORS).stream().map(JsonObject::new);
  }
}
