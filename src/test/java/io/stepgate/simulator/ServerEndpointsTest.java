package io.stepgate.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** Everything a server answers but generations. */
class ServerEndpointsTest {
  private static final String MODEL = "stepfun-ai/Step-3.5-Flash";
  private static RunningSimulator server;

  @BeforeAll
  static void start() {
    server = RunningSimulator.start(RunningSimulator.parsing().tp(8).ep(8));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health_generate"})
  void health_asked_is200(String path) throws Exception {
    assertEquals(200, server.get(path).statusCode());
  }

  @Test
  void models_listed_holdTheOneModel() throws Exception {
    JsonObject list = new JsonObject(server.get("/v1/models").body());

    JsonObject model = list.getJsonArray("data").getJsonObject(0);
    assertEquals("list", list.getString("object"));
    assertEquals(MODEL, model.getString("id"));
    assertEquals("sglang", model.getString("owned_by"));
    assertEquals(262_144, model.getInteger("max_model_len"));
  }

  @ParameterizedTest
  @ValueSource(strings = {MODEL, "stepfun-ai%2FStep-3.5-Flash"})
  void model_askedByItsId_isFound(String id) throws Exception {
    JsonObject model = new JsonObject(server.get("/v1/models/" + id).body());

    assertEquals(MODEL, model.getString("id"));
  }

  @Test
  void otherModel_asked_isANested404() throws Exception {
    HttpResponse<String> answer = server.get("/v1/models/other");

    assertEquals(404, answer.statusCode());
    JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
    assertEquals("model_not_found", error.getString("code"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/model_info", "/get_model_info"})
  void modelInfo_asked_namesTheParsers(String path) throws Exception {
    JsonObject info = new JsonObject(server.get(path).body());

    assertEquals(MODEL, info.getString("model_path"));
    assertEquals("step3p5", info.getString("reasoning_parser"));
    assertEquals("step3p5", info.getString("tool_call_parser"));
    assertEquals(true, info.getBoolean("is_generation"));
  }

  @Test
  void modelInfo_ofAServerWithoutParsers_hasNulls() throws Exception {
    try (RunningSimulator raw = RunningSimulator.start(RunningSimulator.raw())) {
      JsonObject info = new JsonObject(raw.get("/model_info").body());

      assertTrue(info.containsKey("reasoning_parser"));
      assertNull(info.getValue("reasoning_parser"));
      assertNull(info.getValue("tool_call_parser"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/server_info", "/get_server_info"})
  void serverInfo_asked_hasArgumentsAndStates(String path) throws Exception {
    JsonObject info = new JsonObject(server.get(path).body());

    assertEquals(8, info.getInteger("tp_size"));
    assertEquals(8, info.getInteger("ep_size"));
    assertEquals("0.5.18", info.getString("version"));
    assertEquals(MODEL, info.getString("model_path"));
    assertEquals(server.port(), info.getInteger("port"));
    assertEquals(new JsonArray().add(new JsonObject()), info.getJsonArray("internal_states"));
    assertNull(info.getValue("api_key"));
  }

  @Test
  void loads_asked_countRequests() throws Exception {
    JsonObject loads = new JsonObject(server.get("/v1/loads").body());
    JsonArray old = new JsonArray(server.get("/get_load").body());

    assertEquals(0, loads.getJsonArray("loads").getJsonObject(0).getInteger("num_running_reqs"));
    assertEquals(0, old.getJsonObject(0).getInteger("num_reqs"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/v1"})
  void text_tokenized_comesBackWhenDetokenized(String prefix) throws Exception {
    String text = "Thinking: <tool_call>\n</think> 北京 🔧 1234";

    JsonObject tokens = server.answer(prefix + "/tokenize", new JsonObject().put("prompt", text));
    JsonObject again =
        server.answer(
            prefix + "/detokenize", new JsonObject().put("tokens", tokens.getJsonArray("tokens")));

    assertEquals(text, again.getString("text"));
    assertEquals(tokens.getJsonArray("tokens").size(), tokens.getInteger("count"));
  }

  @Test
  void texts_tokenizedTogether_areCountedEach() throws Exception {
    JsonObject request = new JsonObject().put("prompt", new JsonArray().add("a").add("a b"));

    JsonObject tokens = server.answer("/tokenize", request);

    assertEquals(new JsonArray().add(1).add(2), tokens.getJsonArray("count"));
  }

  @Test
  void unknownTokenId_detokenized_is400() throws Exception {
    JsonObject request = new JsonObject().put("tokens", new JsonArray().add(127_000));

    assertEquals(400, server.send(server.post("/detokenize", request)).statusCode());
  }

  @Test
  void rawText_posted_isSeparated() throws Exception {
    JsonObject request =
        new JsonObject().put("text", "a\n</think>\nb").put("reasoning_parser", "step3p5");

    assertEquals(
        new JsonObject().put("reasoning_text", "a\n").put("text", "\nb"),
        server.answer("/separate_reasoning", request));
  }

  @Test
  void rawCall_posted_isParsed() throws Exception {
    JsonObject request =
        new JsonObject()
            .put("tools", Chats.tools())
            .put("tool_call_parser", "step3p5")
            .put(
                "text",
                "Hm.<tool_call>\n<function=get_weather>\n<parameter=location>\nOslo\n"
                    + "</parameter>\n</function>\n</tool_call>");

    JsonObject answer = server.answer("/parse_function_call", request);

    assertEquals("Hm.", answer.getString("normal_text"));
    JsonObject call = answer.getJsonArray("calls").getJsonObject(0);
    assertEquals(0, call.getInteger("tool_index"));
    assertEquals("get_weather", call.getString("name"));
    assertEquals("{\"location\": \"Oslo\"}", call.getString("parameters"));
  }

  @Test
  void unknownParser_named_is400ThatListsTheKnown() throws Exception {
    JsonObject request = new JsonObject().put("text", "a").put("reasoning_parser", "other");

    HttpResponse<String> answer = server.send(server.post("/separate_reasoning", request));

    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("step3p5"), answer.body());
  }

  @Test
  void embeddings_ofTwoTexts_areTwoVectors() throws Exception {
    JsonObject request = new JsonObject().put("input", new JsonArray().add("a").add("b"));

    JsonObject answer = server.answer("/v1/embeddings", request);

    assertEquals(2, answer.getJsonArray("data").size());
    assertEquals(2, answer.getJsonObject("usage").getInteger("prompt_tokens"));
  }

  @Test
  void cache_flushed_forgetsPrefixes() throws Exception {
    assertEquals(200, server.get("/flush_cache").statusCode());
    assertEquals(200, server.send(server.post("/flush_cache", new JsonObject())).statusCode());
  }

  @Test
  void unknownPath_asked_isFastApis404() throws Exception {
    HttpResponse<String> answer = server.get("/nothing");

    assertEquals(404, answer.statusCode());
    assertEquals("{\"detail\":\"Not Found\"}", answer.body());
  }

  @Test
  void wrongMethod_used_is405() throws Exception {
    assertEquals(405, server.get("/v1/chat/completions").statusCode());
  }

  @Test
  void otherContentType_posted_is400() throws Exception {
    HttpRequest request =
        server
            .request(Chats.PATH)
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString(Chats.ask("hi").encode()))
            .build();

    assertEquals(400, server.send(request).statusCode());
  }

  @Test
  void keySet_andMissingOrWrong_is401EverywhereButHealth() throws Exception {
    try (RunningSimulator locked =
        RunningSimulator.start(RunningSimulator.raw().apiKey(Optional.of("secret")))) {
      HttpResponse<String> without = locked.get("/v1/models");
      HttpResponse<String> wrong =
          locked.send(locked.request("/v1/models").header("Authorization", "Bearer nope").build());
      HttpResponse<String> right =
          locked.send(
              locked.request("/server_info").header("Authorization", "Bearer secret").build());

      assertEquals(401, without.statusCode());
      assertEquals("{\"error\":\"Unauthorized\"}", without.body());
      assertEquals(401, wrong.statusCode());
      assertEquals(200, locked.get("/health").statusCode());
      assertEquals("secret", new JsonObject(right.body()).getString("api_key"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/abort_request", "/flush_cache"})
  void administratorsKeySet_theOtherShown_isNoneForWhatIsTheirs(String path) throws Exception {
    try (RunningSimulator locked =
        RunningSimulator.start(
            RunningSimulator.raw()
                .apiKey(Optional.of("secret"))
                .adminApiKey(Optional.of("root")))) {
      HttpResponse<String> plain = locked.send(posted(locked, path, "secret"));
      HttpResponse<String> administrators = locked.send(posted(locked, path, "root"));

      assertEquals(401, plain.statusCode());
      assertEquals("{\"error\":\"Unauthorized\"}", plain.body());
      assertEquals(200, administrators.statusCode());
      assertEquals(
          200, locked.send(posted(locked, "/tokenize", "secret")).statusCode(), "as before");
    }
  }

  @Test
  void administratorsKeyAlone_noneShown_isAskedForNowhereElse() throws Exception {
    try (RunningSimulator locked =
        RunningSimulator.start(RunningSimulator.raw().adminApiKey(Optional.of("root")))) {
      assertEquals(401, locked.get("/flush_cache").statusCode());
      assertEquals(200, locked.get("/v1/models").statusCode());
      JsonObject info = new JsonObject(locked.get("/server_info").body());
      assertEquals("root", info.getString("admin_api_key"));
      assertTrue(info.getString("launch_command").endsWith(" --admin-api-key root"));
    }
  }

  @Test
  void serverOfEmbeddings_asked_saysSoAndGeneratesNothing() throws Exception {
    try (RunningSimulator embedding =
        RunningSimulator.start(RunningSimulator.raw().embedding(true))) {
      JsonObject info = new JsonObject(embedding.get("/model_info").body());
      assertEquals(false, info.getBoolean("is_generation"));
      assertEquals(
          true, new JsonObject(embedding.get("/server_info").body()).getBoolean("is_embedding"));

      for (String path : List.of(Chats.PATH, "/v1/completions", "/generate")) {
        JsonObject request = Chats.ask("hi").put("prompt", "hi").put("text", "hi");
        assertEquals(400, embedding.send(embedding.post(path, request)).statusCode(), path);
      }

      JsonObject answer = embedding.answer("/v1/embeddings", new JsonObject().put("input", "a"));
      assertEquals(1, answer.getJsonArray("data").size());
    }
  }

  private static HttpRequest posted(RunningSimulator server, String path, String key) {
    JsonObject request = new JsonObject().put("rid", "a").put("prompt", "a");
    return server.post(path, request, "Authorization", "Bearer " + key);
  }
}
