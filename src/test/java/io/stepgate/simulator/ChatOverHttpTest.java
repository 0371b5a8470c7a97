package io.stepgate.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.Tokenizer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatOverHttpTest {
  private static RunningSimulator server;

  @BeforeAll
  static void start() {
    server = RunningSimulator.start(RunningSimulator.parsing());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void unknownPrompt_asked_thinksAndAnswersAsASimulatorTheSameWayEachTime() throws Exception {
    JsonObject first = Chats.said(server.answer(Chats.PATH, Chats.ask("Who are you?")));
    JsonObject second = Chats.said(server.answer(Chats.PATH, Chats.ask("Who are you?")));

    assertEquals(first, second);
    assertTrue(first.getString("content").contains("simulator"));
    assertFalse(first.getString("reasoning_content").isBlank());
  }

  @Test
  void chat_streamed_saysTheSameAsWhole() throws Exception {
    JsonObject whole = Chats.said(server.answer(Chats.PATH, Chats.ask("Who are you?")));

    List<JsonObject> chunks = server.chunks(Chats.PATH, Chats.stream("Who are you?"));

    assertEquals(whole.getString("reasoning_content"), Chats.joined(chunks, "reasoning_content"));
    assertEquals(whole.getString("content"), Chats.joined(chunks, "content"));
  }

  @Test
  void usage_askedForInAStream_equalsThatOfTheWholeAnswer() throws Exception {
    JsonObject options = new JsonObject().put("include_usage", true);
    JsonObject whole = server.answer(Chats.PATH, Chats.ask("Who?")).getJsonObject("usage");

    List<JsonObject> chunks =
        server.chunks(Chats.PATH, Chats.stream("Who?").put("stream_options", options));

    JsonObject usage = chunks.get(chunks.size() - 1).getJsonObject("usage");
    assertEquals(whole, usage);
    int completion = usage.getInteger("completion_tokens");
    assertEquals(usage.getInteger("prompt_tokens") + completion, usage.getInteger("total_tokens"));
    int reasoning = usage.getInteger("reasoning_tokens");
    String thoughts = Chats.joined(chunks, "reasoning_content") + "</think>";
    assertEquals(Tokenizer.count(thoughts), reasoning);
    assertEquals(Tokenizer.count(Chats.joined(chunks, "content")), completion - reasoning);
  }

  @Test
  void usage_notAskedFor_isInNoFrame() throws Exception {
    List<JsonObject> chunks = server.chunks(Chats.PATH, Chats.stream("Who?"));

    assertTrue(chunks.stream().noneMatch(chunk -> chunk.containsKey("usage")));
  }

  @Test
  void tokenBudget_usedUp_finishesWithLength() throws Exception {
    JsonObject request = Chats.ask("Who?").put("max_tokens", 99).put("max_completion_tokens", 7);

    JsonObject answer = server.answer(Chats.PATH, request);

    assertEquals("length", Chats.choice(answer).getString("finish_reason"));
    assertEquals(7, answer.getJsonObject("usage").getInteger("completion_tokens"));
    assertEquals("", Chats.said(answer).getString("content"));
  }

  @Test
  void ignoreEos_withABudget_isAnsweredToTheLastToken() throws Exception {
    JsonObject request =
        Chats.ask("Tell me.").put("max_completion_tokens", 1000).put("ignore_eos", true);

    JsonObject answer = server.answer(Chats.PATH, request);

    assertEquals(1000, answer.getJsonObject("usage").getInteger("completion_tokens"));
    assertEquals("length", Chats.choice(answer).getString("finish_reason"));
  }

  @Test
  void severalChoices_streamed_haveARoleAndAFinishEach() throws Exception {
    List<JsonObject> chunks = server.chunks(Chats.PATH, Chats.stream("Who?").put("n", 3));

    for (int index = 0; index < 3; index++) {
      int wanted = index;
      List<JsonObject> own =
          chunks.stream().filter(c -> Chats.choice(c).getInteger("index") == wanted).toList();
      assertEquals("assistant", Chats.choice(own.get(0)).getJsonObject("delta").getString("role"));
      assertEquals(List.of("stop"), Chats.finishes(own));
    }
  }

  @Test
  void logprobs_askedFor_haveOneEntryPerToken() throws Exception {
    JsonObject answer = server.answer(Chats.PATH, Chats.ask("Who?").put("logprobs", true));

    JsonArray entries = Chats.choice(answer).getJsonObject("logprobs").getJsonArray("content");
    assertEquals(answer.getJsonObject("usage").getInteger("completion_tokens"), entries.size());
    List<JsonObject> chunks = server.chunks(Chats.PATH, Chats.stream("Who?").put("logprobs", true));
    int streamed =
        chunks.stream()
            .map(chunk -> Chats.choice(chunk).getJsonObject("logprobs"))
            .filter(logprobs -> logprobs != null)
            .mapToInt(logprobs -> logprobs.getJsonArray("content").size())
            .sum();
    assertEquals(entries.size(), streamed);
  }

  @Test
  void jsonSchema_withReasoningParser_thinksFirstAndMatches() throws Exception {
    JsonObject answer = Chats.said(server.answer(Chats.PATH, jsonSchema()));

    assertFalse(answer.getString("reasoning_content").isBlank());
    assertEquals(
        new JsonObject().put("city", "Beijing").put("degrees", 1).put("dry", true),
        new JsonObject(answer.getString("content")));
  }

  @Test
  void jsonSchema_withoutReasoningParser_isJsonFromTheFirstToken() throws Exception {
    try (RunningSimulator raw = RunningSimulator.start(RunningSimulator.raw())) {
      String content = Chats.said(raw.answer(Chats.PATH, jsonSchema())).getString("content");

      assertEquals("Beijing", new JsonObject(content).getString("city"));
    }
  }

  @Test
  void toolNamedInTheQuestion_withBothParsers_isCalled() throws Exception {
    JsonObject request = Chats.stream("Please use get_weather now.").put("tools", Chats.tools());

    List<JsonObject> chunks = server.chunks(Chats.PATH, request);

    assertEquals("{\"location\": \"Beijing\"}", arguments(chunks));
    assertEquals(List.of("tool_calls"), Chats.finishes(chunks));
  }

  @Test
  void toolsDeclared_forAnotherQuestion_areNotCalled() throws Exception {
    JsonObject answer = server.answer(Chats.PATH, Chats.ask("Hi").put("tools", Chats.tools()));

    assertNull(Chats.said(answer).getValue("tool_calls"));
  }

  @Test
  void toolChoiceNone_forTheWeather_isAnsweredInWords() throws Exception {
    JsonObject answer = server.answer(Chats.PATH, Chats.askWeather().put("tool_choice", "none"));

    assertNull(Chats.said(answer).getValue("tool_calls"));
    assertFalse(Chats.said(answer).getString("content").contains("<tool_call>"));
  }

  @Test
  void toolChoiceRequired_forAnyQuestion_calls() throws Exception {
    JsonObject request = Chats.ask("Hi").put("tools", Chats.tools()).put("tool_choice", "required");

    assertEquals(
        1, Chats.said(server.answer(Chats.PATH, request)).getJsonArray("tool_calls").size());
  }

  @Test
  void toolChoiceNamed_forAnyQuestion_callsThatOne() throws Exception {
    JsonArray tools = Chats.tools();
    tools.add(
        new JsonObject()
            .put("type", "function")
            .put("function", new JsonObject().put("name", "other")));
    JsonObject named =
        new JsonObject()
            .put("type", "function")
            .put("function", new JsonObject().put("name", "other"));
    JsonObject request = Chats.ask("Hi").put("tools", tools).put("tool_choice", named);

    JsonObject call =
        Chats.said(server.answer(Chats.PATH, request)).getJsonArray("tool_calls").getJsonObject(0);

    assertEquals("other", call.getJsonObject("function").getString("name"));
    assertEquals("{}", call.getJsonObject("function").getString("arguments"));
  }

  @Test
  void call_withOnlyTheReasoningParser_comesAsXmlContent() throws Exception {
    SimulatorOptions.Builder half = RunningSimulator.raw().reasoningParser(Optional.of("step3p5"));
    try (RunningSimulator reasoning = RunningSimulator.start(half)) {
      JsonObject said = Chats.said(reasoning.answer(Chats.PATH, Chats.askWeather()));

      assertEquals(
          "\n<tool_call>\n<function=get_weather>\n<parameter=location>\nBeijing\n"
              + "</parameter>\n</function>\n</tool_call>",
          said.getString("content"));
      assertFalse(said.getString("reasoning_content").contains("</think>"));
    }
  }

  @Test
  void requiredCall_withoutAnyParser_isAJsonListFromTheFirstToken() throws Exception {
    try (RunningSimulator raw = RunningSimulator.start(RunningSimulator.raw())) {
      JsonObject request = Chats.askWeather().put("tool_choice", "required");

      String content = Chats.said(raw.answer(Chats.PATH, request)).getString("content");

      JsonObject call = new JsonArray(content).getJsonObject(0);
      assertEquals("get_weather", call.getString("name"));
      assertEquals("Beijing", call.getJsonObject("parameters").getString("location"));
    }
  }

  @Test
  void rid_given_isTheResponseId() throws Exception {
    JsonObject answer = server.answer(Chats.PATH, Chats.ask("Hi").put("rid", "my-rid"));

    assertEquals("my-rid", answer.getString("id"));
    String fresh = server.answer(Chats.PATH, Chats.ask("Hi")).getString("id");
    assertTrue(fresh.matches("[0-9a-f]{32}"), fresh);
  }

  @Test
  void samePrompt_onAServerThatReports_isCachedTheSecondTime() throws Exception {
    String question = "A question that is long enough to fill a few blocks. ".repeat(8);
    try (RunningSimulator reporting =
        RunningSimulator.start(RunningSimulator.parsing().cacheReport(true))) {
      int first = cached(reporting.answer(Chats.PATH, Chats.ask(question)));
      int second = cached(reporting.answer(Chats.PATH, Chats.ask(question)));

      assertEquals(0, first);
      assertTrue(second > 32, "cached " + second);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"messages\":[]}",
        "{\"model\":\"m\"}",
        "{\"messages\":\"hi\"}",
        "{\"messages\":[{\"role\":\"robot\",\"content\":\"hi\"}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":7}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"tool_choice\":\"required\"}",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":-1}",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"n\":0}",
        "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"f\","
            + "\"arguments\":\"{\\\"a\\\":\"}}]}]}",
        "[]",
        "not JSON",
        "null"
      })
  void wrongRequest_posted_isAFlat400(String body) throws Exception {
    HttpResponse<String> answer =
        server.send(
            server
                .request(Chats.PATH)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());

    assertEquals(400, answer.statusCode());
    JsonObject error = new JsonObject(answer.body());
    assertEquals("error", error.getString("object"));
    assertEquals("BadRequest", error.getString("type"));
    assertEquals(400, error.getInteger("code"));
    assertFalse(error.getString("message").isBlank());
  }

  @Test
  void oversizedWishes_posted_are400() throws Exception {
    JsonObject many =
        Chats.ask("Hi").put("n", 128).put("max_tokens", 250_000).put("ignore_eos", true);
    JsonObject loud = Chats.ask("Hi").put("model", "m".repeat(5000));
    JsonObject full = Chats.ask("word ".repeat(300_000));

    assertEquals(400, server.send(server.post(Chats.PATH, many)).statusCode());
    assertEquals(400, server.send(server.post(Chats.PATH, loud)).statusCode());
    assertEquals(400, server.send(server.post(Chats.PATH, full)).statusCode());
  }

  @Test
  void bodyOverTheLimit_posted_is413() throws Exception {
    JsonObject huge = Chats.ask("x".repeat(33 << 20));

    assertEquals(413, server.send(server.post(Chats.PATH, huge)).statusCode());
  }

  private static JsonObject jsonSchema() {
    JsonObject schema =
        new JsonObject(
            """
            {"type": "object", "required": ["city", "degrees", "dry"], "properties": {
              "city": {"type": "string"}, "degrees": {"type": "integer"},
              "dry": {"type": "boolean"}}}
            """);
    JsonObject format =
        new JsonObject()
            .put("type", "json_schema")
            .put("json_schema", new JsonObject().put("name", "w").put("schema", schema));
    return Chats.ask("Weather?").put("response_format", format);
  }

  private static String arguments(List<JsonObject> chunks) {
    StringBuilder arguments = new StringBuilder();
    for (JsonObject chunk : chunks) {
      JsonArray calls = Chats.choice(chunk).getJsonObject("delta").getJsonArray("tool_calls");
      if (calls != null) {
        arguments.append(calls.getJsonObject(0).getJsonObject("function").getString("arguments"));
      }
    }
    return arguments.toString();
  }

  private static int cached(JsonObject answer) {
    return answer
        .getJsonObject("usage")
        .getJsonObject("prompt_tokens_details")
        .getInteger("cached_tokens");
  }
}
