package io.stepgate.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.stepgate.simulator.engine.SimulatorOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The sample programs of the seed page print the sample output of the seed page. */
class SeedConversationsTest {
  private static final Path SAMPLE = Path.of("src/test/resources/seed/percent-output.txt");
  private static final String THINKING = "=============== Thinking =================\n";
  private static final String CONTENT = "\n=============== Content =================\n";
  private static final String QUESTION = "Solve this problem step by step: What is 15% of 240?";

  @Test
  void percentQuestion_streamedWithReasoningParser_printsTheSample() throws Exception {
    SimulatorOptions.Builder options =
        RunningSimulator.raw().reasoningParser(Optional.of("step3p5"));
    try (RunningSimulator server = RunningSimulator.start(options)) {
      JsonObject request = Chats.stream(QUESTION).put("temperature", 0.7).put("max_tokens", 2048);

      List<JsonObject> chunks = server.chunks(Chats.PATH, request);

      assertEquals(Files.readString(SAMPLE), printed(chunks));
      assertEquals(List.of("stop"), Chats.finishes(chunks));
    }
  }

  @Test
  void percentQuestion_withoutParsers_comesAsRawText() throws Exception {
    try (RunningSimulator server = RunningSimulator.start(RunningSimulator.raw())) {
      JsonObject said = Chats.said(server.answer(Chats.PATH, Chats.ask(QUESTION)));

      String raw = said.getString("content");
      String marked = THINKING + raw.replaceFirst("</think>", CONTENT) + "\n";
      assertEquals(Files.readString(SAMPLE), marked);
      assertNull(said.getString("reasoning_content"));
    }
  }

  @Test
  void weatherQuestion_thenToolResult_printsTheSample() throws Exception {
    try (RunningSimulator server = RunningSimulator.start(RunningSimulator.parsing())) {
      JsonObject first = server.answer(Chats.PATH, Chats.askWeather());
      JsonObject said = Chats.said(first);
      assertEquals(
          "The user is asking for the weather in Beijing. I should use the get_weather function"
              + " with location=\"Beijing\". The unit parameter is optional and the user didn't"
              + " specify a preference, so I'll leave it out (the default should be fine).\n",
          said.getString("reasoning_content"));
      JsonObject call = said.getJsonArray("tool_calls").getJsonObject(0);
      assertEquals("get_weather", call.getJsonObject("function").getString("name"));
      assertEquals(
          "{\"location\": \"Beijing\"}", call.getJsonObject("function").getString("arguments"));
      assertEquals("tool_calls", Chats.choice(first).getString("finish_reason"));

      JsonObject second = Chats.ask("What's the weather in Beijing?");
      JsonArray history = second.getJsonArray("messages");
      history.add(said);
      history.add(
          Chats.message("tool", "The weather in Beijing is 22°C and sunny.")
              .put("tool_call_id", call.getString("id")));

      JsonObject answer = Chats.said(server.answer(Chats.PATH, second));
      assertEquals("The weather in Beijing is 22°C and sunny.", answer.getString("content"));
    }
  }

  /** What the page's streaming program prints. */
  private static String printed(List<JsonObject> chunks) {
    StringBuilder out = new StringBuilder();
    boolean thought = false;
    boolean answered = false;
    for (JsonObject chunk : chunks) {
      JsonObject delta = Chats.choice(chunk).getJsonObject("delta");
      String reasoning = delta.getString("reasoning_content");
      if (reasoning != null && !reasoning.isEmpty()) {
        out.append(thought ? "" : THINKING);
        thought = true;
        out.append(reasoning);
      }
      String content = delta.getString("content");
      if (content != null && !content.isEmpty()) {
        boolean header = thought && !answered;
        out.append(header ? CONTENT : "");
        answered |= header;
        out.append(content);
      }
    }
    return out.append('\n').toString();
  }
}
