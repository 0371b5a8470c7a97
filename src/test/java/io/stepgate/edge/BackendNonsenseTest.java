package io.stepgate.edge;

import static io.stepgate.testing.ScriptedBackend.RID;
import static io.stepgate.testing.ScriptedBackend.RID_BEFORE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.ChatReply;
import io.stepgate.testing.Frames;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that lies, or speaks no HTTP, costs its client one clear error. */
@QuarkusTest
class BackendNonsenseTest extends GatewayClient {
  /** Failures in a row would have the backend left alone for a while. */
  @BeforeEach
  void works() throws Exception {
    JsonObject script = new JsonObject().put("json", Frames.whole("hm</think>hi", "stop"));
    assertEquals(200, post(CHAT, chat(Frames.MODEL, false).put("script", script)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/completions", "/generate", "/v1/embeddings", "/tokenize"})
  void notJson_onAForwardedPath_is502(String path) throws Exception {
    for (String body : List.of("", "<html>", "{\"a\":1} x", "{\"a\":")) {
      works();
      JsonObject request = new JsonObject().put("script", new JsonObject().put("json", body));

      assertError(post(path, request), 502, "upstream_error");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, "/v1/completions", "/generate"})
  void page_insteadOfAStream_is502(String path) throws Exception {
    JsonObject page =
        new JsonObject()
            .put("json", "<html>")
            .put("headers", new JsonObject().put("content-type", "text/html"));

    assertError(post(path, chat(Frames.MODEL, true).put("script", page)), 502, "upstream_error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1000 Odd", "102 Processing", "101 Switching Protocols", "199 Ok", "302 Go"})
  void statusThatIsNoAnswer_is502AndCounted(String status) throws Exception {
    long counted = counted("upstream_error");
    String raw = "HTTP/1.1 " + status + "\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

    HttpResponse<String> answer = answered(raw);

    assertError(answer, 502, "upstream_error");
    assertTrue(answer.body().contains(status.substring(0, status.indexOf(' '))), answer.body());
    await().until(() -> counted("upstream_error") == counted + 1);
  }

  @Test
  void secondAnswer_behindAnInterimStatus_isNobodyElses() throws Exception {
    assertError(
        answered("HTTP/1.1 102 Processing\r\n\r\n" + whole(RID_BEFORE)), 502, "upstream_error");

    assertConnectionsDropped();
  }

  @Test
  void secondAnswer_onAnIdleConnection_closesIt() throws Exception {
    assertEquals(200, answered(whole(RID) + whole(RID_BEFORE)).statusCode());

    assertConnectionsDropped();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, false",
    "/v1/chat/completions, true",
    "/v1/completions, false",
    "/v1/completions, true",
    "/generate, false",
    "/generate, true"
  })
  void answerToAnotherRequest_is502AndItsConnectionDropped(String path, boolean stream)
      throws Exception {
    String answer =
        path.equals("/generate")
            ? "{\"text\":\"secret\",\"meta_info\":{\"id\":\"" + RID_BEFORE + "\"}}"
            : answer(RID_BEFORE);
    String raw = stream ? stream("text/event-stream", "data: " + answer + "\n\n") : body(answer);
    JsonObject request = chat(Frames.MODEL, stream).put("script", new JsonObject().put("raw", raw));

    HttpResponse<String> told = post(path, request);

    assertError(told, 502, "upstream_error");
    assertFalse(told.body().contains("secret"));
    assertConnectionsDropped();
  }

  @Test
  void streamWithAMark_andItsTypeInCapitals_isRead() throws Exception {
    String frames = "\uFEFF" + String.join("", Frames.raw(List.of("a", "</think>", "b"), "stop"));

    ChatReply reply =
        ChatReply.ofStream(streamed(stream("Text/Event-Stream; Charset=UTF-8", frames)).body());

    assertEquals("a", reply.reasoning.toString());
    assertEquals("b", reply.content.toString());
  }

  @Test
  void choiceThatNobodyAskedFor_isAnError() throws Exception {
    String foreign = answer(RID).replace("\"index\":0", "\"index\":5");
    assertError(answered(body(foreign)), 502, "upstream_error");
    works();
    List<String> frames = Frames.raw(List.of("a", "b"), "stop");
    String stream = frames.get(0) + frames.get(1).replace("\"index\":0", "\"index\":5");

    ChatReply reply = ChatReply.ofStream(streamed(stream("text/event-stream", stream)).body());

    assertEquals("upstream_error", reply.error.get("type").asText());
  }

  @ParameterizedTest
  @CsvSource({"429, 7, 7", "503, 120, 120", "503, soon, 1", "413, 30, 30"})
  void retryAfterOfABackend_reachesTheClient(int status, String said, String told)
      throws Exception {
    JsonObject script =
        new JsonObject()
            .put("status", status)
            .put("json", "{\"message\":\"wait\"}")
            .put("headers", new JsonObject().put("Retry-After", said));

    HttpResponse<String> answer = post(CHAT, chat(Frames.MODEL, false).put("script", script));

    assertEquals(status, answer.statusCode());
    assertEquals(told, answer.headers().firstValue("Retry-After").orElseThrow());
  }

  /** Raw bytes leave a request running for its backend, until the connection is closed. */
  private void assertConnectionsDropped() {
    await().until(() -> control().getJsonArray("running").isEmpty());
  }

  private HttpResponse<String> answered(String raw) throws Exception {
    return post(CHAT, chat(Frames.MODEL, false).put("script", new JsonObject().put("raw", raw)));
  }

  private HttpResponse<String> streamed(String raw) throws Exception {
    return post(CHAT, chat(Frames.MODEL, true).put("script", new JsonObject().put("raw", raw)));
  }

  /** A whole answer that says whose it is, and that its connection can be kept. */
  private static String whole(String rid) {
    return body(answer(rid));
  }

  private static String answer(String rid) {
    return Frames.whole("hm</think>secret", "stop").replace(Frames.ID, rid);
  }

  /** What stands for a name is longer than its place in a script. */
  private static String body(String json) {
    int names = json.split("@(rid|before)@", -1).length - 1;
    int length = json.replaceAll("@(rid|before)@", "").getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
        + (length + 32 * names)
        + "\r\n\r\n"
        + json;
  }

  private static String stream(String type, String frames) {
    return "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: " + type + "\r\n\r\n" + frames;
  }
}
