package io.stepgate.ops;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.stepgate.testing.Frames;
import io.stepgate.testing.PacedBackendResource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One line for each request, in both of its forms. */
@QuarkusTest
@WithTestResource(PacedBackendResource.class)
class AccessLogTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String PROMPT = "what-was-asked";
  private static final String ANSWER = "what-was-answered";
  private static final int GAP_MS = 20;

  private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();
  private final ExtHandler handler =
      new ExtHandler() {
        @Override
        protected void doPublish(ExtLogRecord written) {
          records.add(written);
        }
      };

  @BeforeEach
  void listen() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> RestAssured.get("/v1/models").asString().contains(PacedBackendResource.LOGGED));
    Logger.getLogger(AccessLog.NAME).addHandler(handler);
  }

  @AfterEach
  void leave() {
    Logger.getLogger(AccessLog.NAME).removeHandler(handler);
  }

  @Test
  void stream_tellsItsLatenciesAndTokens() {
    List<String> frames = Frames.raw(List.of("hm", "</think>", ANSWER, "!"), "stop");
    frames.replaceAll(frame -> frame.replace("\"reasoning_tokens\":0", "\"reasoning_tokens\":4"));
    JsonObject script = new JsonObject().put("frames", new JsonArray(frames)).put("gap", GAP_MS);

    Response answer = chat("one", true, script);

    Map<String, String> line = line("one");
    assertEquals(200, answer.statusCode());
    assertEquals(
        List.of(
            "id",
            "endpoint",
            "model",
            "caller",
            "backend",
            "status",
            "outcome",
            "stream",
            "tries",
            "e2e_ms",
            "ttft_ms",
            "tpot_ms",
            "itl_ms",
            "overhead_ms",
            "prompt_tokens",
            "completion_tokens",
            "reasoning_tokens",
            "cached_tokens"),
        List.copyOf(line.keySet()));
    assertEquals("one", line.get("id"));
    assertEquals(CHAT, line.get("endpoint"));
    assertEquals(PacedBackendResource.LOGGED, line.get("model"));
    assertEquals("anonymous", line.get("caller"));
    assertEquals("paced", line.get("backend"));
    assertEquals("200", line.get("status"));
    assertEquals("ok", line.get("outcome"));
    assertEquals("true", line.get("stream"));
    assertEquals("1", line.get("tries"));
    assertEquals("25", line.get("prompt_tokens"));
    assertEquals("10", line.get("completion_tokens"));
    assertEquals("4", line.get("reasoning_tokens"));
    assertEquals("-", line.get("cached_tokens"));
    double e2e = millis(line, "e2e_ms");
    double ttft = millis(line, "ttft_ms");
    assertTrue(ttft >= GAP_MS, line::toString);
    assertTrue(e2e >= GAP_MS * (frames.size() - 1), line::toString);
    assertEquals((e2e - ttft) / 9, millis(line, "tpot_ms"), 0.002);
    assertTrue(millis(line, "itl_ms") > 0, line::toString);
    assertTrue(2 * millis(line, "itl_ms") <= e2e - ttft + 0.003, "three tokens: " + line);
    assertTrue(millis(line, "overhead_ms") > 0, line::toString);
    assertTrue(millis(line, "overhead_ms") < e2e, line::toString);
  }

  @Test
  void jsonForm_tellsTheSame_numbersAsNumbers() {
    chat("two", false, whole());

    Map<String, String> line = line("two");
    JsonObject json = json("two");
    JsonObject fields = json.getJsonObject("mdc");
    assertEquals(AccessLog.NAME, json.getString("loggerName"));
    line.values().removeIf("-"::equals);
    assertEquals(List.copyOf(line.keySet()), List.copyOf(fields.fieldNames()));
    line.forEach(
        (name, value) -> {
          Object told = fields.getValue(name);
          if (told instanceof Number number) {
            assertEquals(Double.parseDouble(value), number.doubleValue(), name);
          } else {
            assertEquals(value, told.toString(), name);
          }
        });
    assertEquals(200, fields.getValue("status"));
    assertEquals(false, fields.getValue("stream"));
    assertTrue(fields.getValue("e2e_ms") instanceof Double);
    assertFalse(fields.containsKey("ttft_ms"), "nobody saw a token of a whole answer");
  }

  @Test
  void whatWasAskedAndAnswered_isInNeitherForm() {
    chat("three", false, whole());

    String both = text("three") + json("three").encode();
    assertFalse(both.contains(PROMPT), both);
    assertFalse(both.contains(ANSWER), both);
  }

  @Test
  void refusedRequest_tellsWhatIsKnown() {
    RestAssured.given().header("X-Request-Id", "four").body("{nope").post(CHAT);

    Map<String, String> line = line("four");
    assertEquals("400", line.get("status"));
    assertEquals("invalid_request_error", line.get("outcome"));
    assertEquals("0", line.get("tries"));
    for (String unknown :
        List.of("model", "backend", "ttft_ms", "tpot_ms", "itl_ms", "prompt_tokens")) {
      assertEquals("-", line.get(unknown), unknown);
    }
  }

  @Test
  void clientThatLeft_hasItsLineToo() throws Exception {
    List<String> frames = Frames.raw(List.of("hm", "</think>", ANSWER), "stop").subList(0, 3);
    JsonObject script = new JsonObject().put("frames", new JsonArray(frames)).put("end", "hang");
    byte[] body = request(true, script).encode().getBytes(StandardCharsets.UTF_8);
    try (Socket client = new Socket("127.0.0.1", RestAssured.port)) {
      String head =
          "POST "
              + CHAT
              + " HTTP/1.1\r\nHost: x\r\nX-Request-Id: five\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().write(body);
      assertTrue(client.getInputStream().read() >= 0);
    }

    Map<String, String> line = line("five");
    assertEquals("499", line.get("status"));
    assertEquals("cancelled", line.get("outcome"));
    assertEquals("-", line.get("completion_tokens"));
    assertTrue(millis(line, "ttft_ms") > 0, line::toString);
  }

  @Test
  void modelThatAClientMadeUp_breaksNoLine() {
    JsonObject request = request(false, whole()).put("model", "a b\nid=x" + "y".repeat(200));

    RestAssured.given().header("X-Request-Id", "six").body(request.encode()).post(CHAT);

    String model = line("six").get("model");
    assertTrue(model.startsWith("a?b?id=xyyy"), model);
    assertEquals(128, model.length());
  }

  private static Response chat(String id, boolean stream, JsonObject script) {
    return RestAssured.given()
        .header("X-Request-Id", id)
        .body(request(stream, script).encode())
        .post(CHAT);
  }

  private static JsonObject request(boolean stream, JsonObject script) {
    JsonObject message = new JsonObject().put("role", "user").put("content", PROMPT);
    return new JsonObject()
        .put("model", PacedBackendResource.LOGGED)
        .put("stream", stream)
        .put("messages", new JsonArray().add(message))
        .put("script", script);
  }

  private static JsonObject whole() {
    return new JsonObject().put("json", Frames.whole("hm</think>" + ANSWER, "stop"));
  }

  private ExtLogRecord written(String id) {
    return await()
        .until(
            () ->
                records.stream()
                    .filter(record -> record.getMessage().startsWith("id=" + id + " "))
                    .findAny()
                    .orElse(null),
            Objects::nonNull);
  }

  private String text(String id) {
    return new PatternFormatter("%s").format(written(id));
  }

  private Map<String, String> line(String id) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : text(id).split(" ")) {
      String[] pair = field.split("=", 2);
      fields.put(pair[0], pair[1]);
    }
    return fields;
  }

  private JsonObject json(String id) {
    return new JsonObject(new JsonFormatter().format(written(id)));
  }

  private static double millis(Map<String, String> line, String name) {
    assertTrue(line.get(name).matches("\\d+\\.\\d{3}"), () -> name + ": " + line);
    return Double.parseDouble(line.get(name));
  }
}
