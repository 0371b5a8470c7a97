package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.stepgate.testing.ChatReply;
import io.stepgate.testing.Frames;
import io.stepgate.testing.WireClient;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client aborts its requests by the names that it gave them, and nobody else's. */
@QuarkusTest
@TestProfile(OwnRequestsTest.WithKeys.class)
class OwnRequestsTest extends GatewayClient {
  private static final String ANN = "key-of-ann";
  private static final String BOB = "key-of-bob";
  private static final String ROOT = "key-of-root";
  private static final String ABORT = "/abort_request";
  private static final String GENERATE = "/generate";
  private static final String COMPLETIONS = "/v1/completions";
  private static final String AS = "Authorization";
  private static final String BEARER = "Bearer ";

  private static final Map<String, String> PLAIN =
      Map.of(
          COMPLETIONS,
          "data: {\"choices\":[{\"index\":0,\"text\":\"a\",\"finish_reason\":null}]}\n\n",
          GENERATE,
          "data: {\"text\":\"a\",\"index\":0,\"meta_info\":{\"completion_tokens\":1}}\n\n");

  public static class WithKeys implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "stepgate.admission.keys-file", "src/test/resources/edge/own-requests-keys.txt",
          "stepgate.admission.max-in-flight", "1",
          "stepgate.parse.remember-reasoning", "1M");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void ownName_aborted_stopsThatRequestAtItsBackend(HttpVersion version) {
    try (WireClient client = new WireClient(version, port());
        WireClient running = new WireClient(version, port())) {
      String rid = begun(running, CHAT, hanging(CHAT).put("rid", "job-1"));

      assertEquals("{\"aborted\":0}", abort(client, BOB, "job-1"), "another caller's");
      assertEquals("{\"aborted\":0}", abort(client, ANN, "job"), "a prefix");
      assertEquals("{\"aborted\":0}", abort(client, ANN, "job-1_0"), "an answer it has not");
      assertFalse(aborted().contains(rid));
      assertEquals("{\"aborted\":1}", abort(client, ANN, "job-1"));

      await().until(() -> aborted().contains(rid));
      assertFalse(aborted().contains("job-1"));
    }
    idle();
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void namesOfPrompts_aborted_stopThoseAnswers(HttpVersion version) {
    JsonObject request = hanging(GENERATE).put("text", new JsonArray().add("x").add("y").add("z"));
    try (WireClient client = new WireClient(version, port());
        WireClient running = new WireClient(version, port())) {
      JsonArray names = new JsonArray().add("first").add("second").add("third");
      String rid = begun(running, GENERATE, request.copy().put("rid", names));

      assertEquals("{\"aborted\":1}", abort(client, ANN, "second"));

      await().until(() -> aborted().contains(rid + "_1"));
      assertFalse(aborted().contains(rid + "_0") || aborted().contains(rid));
    }
    idle();
    try (WireClient client = new WireClient(version, port());
        WireClient running = new WireClient(version, port())) {
      String rid = begun(running, GENERATE, request.copy().put("rid", "all"));

      assertEquals("{\"aborted\":1}", abort(client, ANN, "all_2"));
      await().until(() -> aborted().contains(rid + "_2"));
      assertFalse(aborted().contains(rid + "_0"));
      assertEquals("{\"aborted\":1}", abort(client, ANN, "all"));
      await().until(() -> aborted().containsAll(List.of(rid, rid + "_0", rid + "_1")));
    }
    idle();
  }

  /** SGLang makes up names of its own for several answers, so that no abort of ours stops them. */
  @ParameterizedTest
  @MethodSource("severalAnswers")
  void severalAnswers_abortedByTheirName_areEndedByTheGateway(
      HttpVersion version, String path, boolean stream) {
    String frame = path.equals(CHAT) ? Frames.raw(List.of(), "stop").get(0) : PLAIN.get(path);
    JsonObject script = stream ? frames(List.of(frame), "hang") : new JsonObject();
    JsonObject request = several(path, stream).put("rid", "many").put("script", script);
    long before = counted(path, "cancelled");
    try (WireClient client = new WireClient(version, port());
        WireClient running = new WireClient(version, port())) {
      WireClient.Running answer = running.begin("POST", path, request.encode(), AS, BEARER + ANN);
      if (stream) {
        assertEquals(200, answer.status().join());
      }
      await().until(() -> !control().getJsonArray("running").isEmpty());
      assertEquals("{\"aborted\":0}", abort(client, BOB, "many"), "another caller's");
      assertFalse(answer.answer().isDone());

      assertEquals("{\"aborted\":1}", abort(client, ANN, "many"));

      WireClient.Answer end = answer.answer().join();
      assertEquals(stream ? 200 : 499, end.status());
      String text = end.body();
      assertTrue(text.contains("\"code\":\"aborted\"}}"), text);
      assertEquals(stream, text.contains("event: error\ndata: {\"error\":{"), text);
      assertEquals(stream, text.endsWith("}}\n\ndata: [DONE]\n\n"), text);
      await().until(() -> control().getJsonArray("running").isEmpty());
    }
    idle();
    await().until(() -> counted(path, "cancelled") == before + 1);
    String metrics = get("/metrics").body();
    assertTrue(metrics.contains("stepgate_backend_in_flight{backend=\"scripted\"} 0.0"), metrics);
  }

  static Stream<Arguments> severalAnswers() {
    return Stream.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
        .flatMap(
            version ->
                Stream.of(CHAT, COMPLETIONS, GENERATE)
                    .flatMap(
                        path ->
                            Stream.of(
                                Arguments.of(version, path, true),
                                Arguments.of(version, path, false))));
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void severalAnswers_abortedBeforeTheStreamBegins_areAnsweredWithTheError(HttpVersion version) {
    JsonObject request =
        several(CHAT, true).put("rid", "many").put("script", frames(List.of(), "hang"));
    try (WireClient client = new WireClient(version, port());
        WireClient running = new WireClient(version, port())) {
      WireClient.Running answer = running.begin("POST", CHAT, request.encode(), AS, BEARER + ANN);
      await().until(() -> !control().getJsonArray("running").isEmpty());

      abort(client, ANN, "many");

      assertEquals(499, answer.answer().join().status());
      assertTrue(
          answer.answer().join().body().startsWith("{\"error\":{\"message\":\"the request was"));
    }
    idle();
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1, 1", "HTTP_1_1, 2", "HTTP_2, 1", "HTTP_2, 2"})
  void requestThatWaits_aborted_isAnsweredAndNeverSent(HttpVersion version, int answers) {
    try (WireClient client = new WireClient(version, port());
        WireClient running = new WireClient(version, port())) {
      String rid = begun(running, CHAT, hanging(CHAT));
      CompletableFuture<WireClient.Answer> waiting =
          CompletableFuture.supplyAsync(
              () ->
                  send(
                      client,
                      CHAT,
                      ANN,
                      hanging(CHAT).put("n", answers).put("rid", "waits").encode()));
      try (WireClient other = new WireClient(version, port())) {
        await().until(() -> abort(other, ANN, "waits").equals("{\"aborted\":1}"));
      }

      assertEquals(499, waiting.join().status());
      assertTrue(waiting.join().body().contains("\"code\":\"aborted\""), waiting.join().body());
      assertEquals(rid, control().getJsonObject("last").getString("rid"));
    }
    idle();
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void everythingOfEverybody_aborted_isForAdministrators(HttpVersion version) {
    try (WireClient client = new WireClient(version, port())) {
      String all = "{\"abort_all\":true}";

      assertEquals(403, send(client, ABORT, ANN, all).status());
      assertEquals(401, send(client, ABORT, "nobody's", all).status());
      assertEquals(400, send(client, ABORT, ANN, "{\"rid\":7}").status());
      String root = send(client, ABORT, ROOT, "{\"rid\":\"of-a-backend\"}").body();
      assertTrue(root.startsWith("{\"backends\":[{\"name\":\"scripted\""), root);
      assertTrue(aborted().contains("of-a-backend"));
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1, true", "HTTP_1_1, false", "HTTP_2, true", "HTTP_2, false"})
  void thinkingOfATurnWithCalls_thatTheClientDrops_isPutBackForItAlone(
      HttpVersion version, boolean stream) throws Exception {
    String raw =
        "Where is it?</think>\n<tool_call>\n<function=f>\n<parameter=a>\nb\n</parameter>\n"
            + "</function>\n</tool_call>";
    JsonObject script =
        stream
            ? frames(Frames.raw(List.of(raw.split("(?<= )")), "stop"), "finish")
            : new JsonObject().put("json", Frames.whole(raw, "stop"));
    JsonObject first = chat(Frames.MODEL, stream).put("script", script);
    first.put("tools", new JsonArray("[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"));
    try (WireClient client = new WireClient(version, port())) {
      String answer = send(client, CHAT, ANN, first.encode()).body();
      ChatReply reply = stream ? ChatReply.ofStream(answer) : ChatReply.ofWhole(answer);
      JsonObject second = chat(Frames.MODEL, false);
      JsonObject call = new JsonObject().put("id", reply.ids.get(0)).put("type", "function");
      second
          .getJsonArray("messages")
          .add(
              new JsonObject()
                  .put("role", "assistant")
                  .put("tool_calls", new JsonArray().add(call)));
      second.put("script", new JsonObject().put("json", Frames.whole("</think>ok", "stop")));

      send(client, CHAT, BOB, second.encode());
      assertFalse(lastBody().contains("Where is it?"), "another caller's");
      send(client, CHAT, ANN, second.encode());

      assertTrue(
          lastBody().contains("{\"reasoning_content\":\"Where is it?\",\"role\":\"assistant\""),
          lastBody());
    }
  }

  private String lastBody() {
    return control().getJsonObject("last").getString("body");
  }

  /** A request that its backend works on for good; gives the backend's name for it. */
  private String begun(WireClient client, String path, JsonObject request) {
    CompletableFuture.runAsync(() -> send(client, path, ANN, request.encode()));
    await().until(() -> !control().getJsonArray("running").isEmpty());
    return control().getJsonObject("last").getString("rid");
  }

  /** What went before has left its permit. */
  private void idle() {
    await().until(() -> control().getJsonArray("running").isEmpty());
    await().until(() -> get("/metrics").body().contains("stepgate_requests_in_flight 0.0\n"));
  }

  private static JsonObject several(String path, boolean stream) {
    JsonObject request = chat(Frames.MODEL, stream);
    JsonArray prompts = new JsonArray().add("x").add("y");
    return switch (path) {
      case CHAT -> request.put("n", 2);
      case COMPLETIONS -> request.put("prompt", prompts);
      default -> request.put("text", prompts);
    };
  }

  private static JsonObject hanging(String path) {
    JsonObject request = path.equals(CHAT) ? chat(Frames.MODEL, false) : new JsonObject();
    return request.put("script", new JsonObject());
  }

  private List<?> aborted() {
    return control().getJsonArray("aborted").getList();
  }

  private static String abort(WireClient client, String key, String rid) {
    WireClient.Answer answer = send(client, ABORT, key, new JsonObject().put("rid", rid).encode());
    assertEquals(200, answer.status(), answer.body());
    return answer.body();
  }

  private static WireClient.Answer send(WireClient client, String path, String key, String body) {
    return client.send("POST", path, body, AS, BEARER + key);
  }
}
