package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.ChatReply;
import io.stepgate.testing.Frames;
import io.stepgate.testing.ScriptedBackendResource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway over HTTP, with a backend behind it that does what the test says. */
@QuarkusTest
@QuarkusTestResource(value = ScriptedBackendResource.class, restrictToAnnotatedClass = true)
class GatewayTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAT = "/v1/chat/completions";
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void ready() {
    await().atMost(Duration.ofSeconds(20)).until(() -> get("/health").statusCode() == 200);
  }

  // --- vectors ---------------------------------------------------------------------------------

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

  // --- what reaches the backend ----------------------------------------------------------------

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
  void usageFrame_reachesTheClient_onlyIfItAsked() throws Exception {
    JsonObject request =
        chat(Frames.MODEL, true)
            .put("script", frames(Frames.raw(List.of("a</think>b"), "stop"), "finish"));

    assertNull(ChatReply.ofStream(post(CHAT, request).body()).usage);
    request.put("stream_options", new JsonObject().put("include_usage", true));
    assertEquals(
        25, ChatReply.ofStream(post(CHAT, request).body()).usage.get("prompt_tokens").asInt());
  }

  // --- errors ----------------------------------------------------------------------------------

  @Test
  void badRequests_areRefusedWithTheirStatus() throws Exception {
    assertError(send(CHAT, "{nope"), 400, "invalid_request_error");
    assertError(send(CHAT, "[]"), 400, "invalid_request_error");
    assertError(send(CHAT, "{\"model\":\"m\"}"), 400, "invalid_request_error");
    assertError(send(CHAT, "{\"messages\":\"hi\"}"), 400, "invalid_request_error");
    assertError(send(CHAT, "{\"messages\":[],\"stream\":\"yes\"}"), 400, "invalid_request_error");
    assertError(send(CHAT, "{\"messages\":[],\"messages\":[]}"), 400, "invalid_request_error");
    assertError(get("/v1/unknown"), 404, "not_found_error");
    assertError(get("/nowhere"), 404, "not_found_error");
    assertError(get(CHAT), 405, "invalid_request_error");
    assertError(
        send(CHAT, "{\"messages\":[\"" + "x".repeat(25 << 20) + "\"]}"),
        413,
        "invalid_request_error");
  }

  @Test
  void chunkedBody_overTheLimit_isRefused() throws Exception {
    byte[] big =
        ("{\"messages\":[\"" + "x".repeat(25 << 20) + "\"]}").getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(uri(CHAT))
            .POST(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofByteArray(big)))
            .build();

    assertError(
        http.send(request, HttpResponse.BodyHandlers.ofString()), 413, "invalid_request_error");
  }

  @Test
  void backendErrors_keepStatusAndMessage() throws Exception {
    String flat =
        "{\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequest\",\"param\":null,\"code\":400}";
    JsonObject request =
        chat(Frames.MODEL, false)
            .put("script", new JsonObject().put("status", 400).put("json", flat));

    HttpResponse<String> answer = post(CHAT, request);

    assertError(answer, 400, "invalid_request_error");
    assertTrue(answer.body().contains("too long"));
    assertEquals("scripted", answer.headers().firstValue("X-Stepgate-Backend").orElseThrow());
  }

  @Test
  void firstFrameIsAnError_beforeTheAnswer_becomesARealStatus() throws Exception {
    String full = "data: {\"error\":{\"message\":\"The request queue is full.\",\"code\":503}}\n\n";
    JsonObject request =
        chat(Frames.MODEL, true).put("script", frames(List.of(full, Frames.DONE), "finish"));

    HttpResponse<String> answer = post(CHAT, request);

    assertError(answer, 503, "overloaded_error");
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
  }

  @Test
  void streamBreaksOff_inTheMiddle_endsInAnErrorFrame() throws Exception {
    List<String> frames = Frames.raw(List.of("a", "</think>", "b<"), "stop").subList(0, 4);
    for (String end : List.of("finish", "close")) {
      JsonObject request = chat(Frames.MODEL, true).put("script", frames(frames, end));

      ChatReply reply = ChatReply.ofStream(post(CHAT, request).body());

      assertEquals("upstream_error", reply.error.get("type").asText());
      assertEquals("a", reply.reasoning.toString());
      assertEquals("b<", reply.content.toString());
    }
  }

  @Test
  void silentBackend_pastTheIdleTimeout_endsInATimeoutFrame() throws Exception {
    List<String> frames = Frames.raw(List.of("a", "b"), "stop").subList(0, 3);
    JsonObject request = chat(Frames.MODEL, true).put("script", frames(frames, "hang"));

    ChatReply reply = ChatReply.ofStream(post(CHAT, request).body());

    assertEquals("timeout_error", reply.error.get("type").asText());
  }

  @Test
  void nonsense_insteadOfJson_is502() throws Exception {
    JsonObject request =
        chat(Frames.MODEL, false).put("script", new JsonObject().put("json", "<html>"));

    assertError(post(CHAT, request), 502, "upstream_error");
  }

  // --- cancel ----------------------------------------------------------------------------------

  @Test
  void clientGone_afterEveryFrame_leavesNothingBehind() throws Exception {
    List<String> chunks = List.of("think", " more", "</think>", "answer", " one", " two");
    List<String> frames = Frames.raw(chunks, "stop");
    for (int told = 0; told < frames.size() - 2; told++) {
      JsonObject request = chat(Frames.MODEL, true);
      request.put("script", frames(frames.subList(0, told), "hang"));
      try (Socket client = open(request)) {
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        await().until(() -> !control().getJsonArray("running").isEmpty());
        for (int i = 0; i < Math.min(told, 2); i++) {
          while (!reader.readLine().startsWith("data: ")) {}
        }
      }
      assertBackendIdle(told);
    }
  }

  @Test
  void clientGone_waitingForAWholeAnswer_leavesNothingBehind() throws Exception {
    JsonObject request = chat(Frames.MODEL, false).put("script", new JsonObject());
    try (Socket client = open(request)) {
      await().until(() -> !control().getJsonArray("running").isEmpty());
      assertTrue(client.isConnected());
    }
    assertBackendIdle(-1);
  }

  @Test
  void clientGone_waitingForADescription_leavesNothingBehind() throws Exception {
    try (Socket client = new Socket("127.0.0.1", port())) {
      String head = "GET /get_server_info HTTP/1.1\r\nHost: x\r\n\r\n";
      client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      await().until(() -> control().getJsonArray("running").contains("info"));
    }
    await().until(() -> control().getJsonArray("running").isEmpty());
    await().until(() -> get("/metrics").body().contains("stepgate_requests_in_flight 0.0\n"));
  }

  @Test
  void description_comesWithoutSecrets() {
    HttpResponse<String> answer = get("/server_info");

    assertEquals("{\"tp_size\":4,\"more\":[{}]}", answer.body());
    assertEquals("scripted", answer.headers().firstValue("X-Stepgate-Backend").orElseThrow());
  }

  private void assertBackendIdle(int told) {
    String rid = control().getJsonObject("last").getString("rid");
    await("no upstream connection after frame " + told)
        .atMost(Duration.ofSeconds(10))
        .until(() -> control().getJsonArray("running").isEmpty());
    await("abort of this rid").until(() -> control().getJsonArray("aborted").contains(rid));
    await("no in-flight count")
        .until(() -> get("/metrics").body().contains("stepgate_requests_in_flight 0.0\n"));
    assertTrue(
        get("/metrics").body().contains("stepgate_backend_in_flight{backend=\"scripted\"} 0.0"));
  }

  // --- limits ----------------------------------------------------------------------------------

  @Test
  void slowSender_isGivenUp() throws Exception {
    try (Socket client = new Socket("127.0.0.1", port())) {
      String half = "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"mess";
      client.getOutputStream().write(half.getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));

      assertEquals("HTTP/1.1 408 Request Timeout", reader.readLine());
    }
  }

  @Test
  void headerOverTheLimit_isRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/models")).header("X-Big", "x".repeat(30_000)).build();

    assertEquals(431, http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
  }

  @Test
  void clientThatStopsReading_stopsTheBackend() throws Exception {
    String chunk = "x".repeat(1000);
    List<String> frames = Frames.raw(List.of("a", "</think>", chunk), "stop").subList(0, 4);
    JsonObject request = chat(Frames.MODEL, true);
    request.put("script", frames(frames, "hang").put("repeat", 1_000_000));
    try (Socket client = open(request)) {
      int[] seen = {-1};
      await("the backend has to wait")
          .pollInterval(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                int before = seen[0];
                seen[0] = control().getInteger("written");
                return before > 4 && before == seen[0];
              });
      assertTrue(client.isConnected());
      assertTrue(seen[0] < 100_000, () -> seen[0] + " frames of over 1 KB were let through");
    }
    assertBackendIdle(-1);
  }

  @Test
  void senderThatWaitsToBeAsked_isAsked() throws Exception {
    byte[] body = "{\"messages\":1}".getBytes(StandardCharsets.UTF_8);
    try (Socket client = new Socket("127.0.0.1", port())) {
      String head =
          "POST "
              + CHAT
              + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));

      assertEquals("HTTP/1.1 100 Continue", reader.readLine());
      client.getOutputStream().write(body);
      reader.readLine();
      assertEquals("HTTP/1.1 400 Bad Request", reader.readLine());
    }
  }

  // --- other doors -----------------------------------------------------------------------------

  @Test
  void plainStreams_passUntouched() throws Exception {
    List<String> frames =
        List.of(
            "data: {\"text\":\"<think>a\",\"meta_info\":{\"completion_tokens\":1}}\n\n",
            "data: {\"text\":\"<think>ab\",\"meta_info\":{\"completion_tokens\":2}}\n\n",
            Frames.DONE);
    for (String path : List.of("/generate", "/v1/completions")) {
      JsonObject request =
          new JsonObject()
              .put("text", "x")
              .put("stream", true)
              .put("script", frames(frames, "finish"));

      assertEquals(String.join("", frames), post(path, request).body());
    }
  }

  @Test
  void requestId_ofTheClient_comesBack() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/models")).header("X-Request-Id", "abc-123").build();
    HttpRequest bad =
        HttpRequest.newBuilder(uri("/v1/models")).header("X-Request-Id", "a b").build();

    assertEquals(
        "abc-123",
        http.send(request, HttpResponse.BodyHandlers.discarding())
            .headers()
            .firstValue("X-Request-Id")
            .orElseThrow());
    assertFalse(
        http.send(bad, HttpResponse.BodyHandlers.discarding())
            .headers()
            .firstValue("X-Request-Id")
            .orElseThrow()
            .contains(" "));
  }

  @Test
  void parsingServices_answerInSglangsShapes() throws Exception {
    String separated =
        send("/separate_reasoning", "{\"text\":\"a</think>b\",\"reasoning_parser\":\"step3p5\"}")
            .body();
    JsonObject calls =
        new JsonObject()
            .put(
                "text",
                "x <tool_call>\n<function=f>\n<parameter=a>\n1\n</parameter>\n</function>\n</tool_call>")
            .put("tool_call_parser", "step3p5")
            .put(
                "tools",
                new JsonArray(
                    "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}}}]"));

    assertEquals("{\"reasoning_text\":\"a\",\"text\":\"b\"}", separated);
    JsonObject parsed = new JsonObject(post("/parse_function_call", calls).body());
    assertEquals("x", parsed.getString("normal_text").strip());
    JsonObject call = parsed.getJsonArray("calls").getJsonObject(0);
    assertEquals("f", call.getString("name"));
    assertEquals("{\"a\": 1}", call.getString("parameters"));
    assertError(
        send("/separate_reasoning", "{\"text\":\"a\",\"reasoning_parser\":\"nope\"}"),
        400,
        "invalid_request_error");
  }

  // --- helpers ---------------------------------------------------------------------------------

  private static JsonObject chat(String model, boolean stream) {
    return new JsonObject()
        .put("model", model)
        .put(
            "messages",
            new JsonArray().add(new JsonObject().put("role", "user").put("content", "hi")))
        .put("stream", stream);
  }

  private static JsonObject frames(List<String> frames, String end) {
    return new JsonObject().put("frames", new JsonArray(frames)).put("end", end);
  }

  private static void assertError(HttpResponse<String> answer, int status, String type) {
    assertEquals(status, answer.statusCode(), answer.body());
    JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
    assertEquals(type, error.getString("type"));
    assertFalse(error.getString("message").isEmpty());
    assertTrue(error.containsKey("param") && error.containsKey("code"));
    assertTrue(answer.headers().firstValue("X-Request-Id").isPresent());
  }

  private static List<JsonNode> lines(String file) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                GatewayTest.class.getResourceAsStream("/vectors/" + file),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  private HttpResponse<String> post(String path, JsonObject body) throws Exception {
    return send(path, body.encode());
  }

  private HttpResponse<String> send(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private Socket open(JsonObject request) throws Exception {
    Socket client = new Socket("127.0.0.1", port());
    byte[] body = request.encode().getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + CHAT
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().write(body);
    client.getOutputStream().flush();
    return client;
  }

  private JsonObject control() {
    String url = ConfigProvider.getConfig().getValue(ScriptedBackendResource.URL, String.class);
    try {
      return new JsonObject(
          http.send(
                  HttpRequest.newBuilder(URI.create(url + "/control")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static int port() {
    return io.restassured.RestAssured.port;
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + io.restassured.RestAssured.port + path);
  }
}
