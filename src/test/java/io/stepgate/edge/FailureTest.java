package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.ChatReply;
import io.stepgate.testing.Frames;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every failure has its status or its frame. */
@QuarkusTest
class FailureTest extends GatewayClient {
  @Test
  void badRequests_areRefusedWithTheirStatus() throws Exception {
    assertError(send(CHAT, "{nope"), 400, "invalid_request_error");
    assertError(send(CHAT, "[]"), 400, "invalid_request_error");
    assertError(send(CHAT, "{\"model\":\"m\"}"), 400, "invalid_request_error");
    assertError(send(CHAT, "{\"messages\":\"hi\"}"), 400, "invalid_request_error");
    assertError(send(CHAT, "{\"messages\":[],\"stream\":\"yes\"}"), 400, "invalid_request_error");
    assertError(send(CHAT, "{\"messages\":[],\"messages\":[]}"), 400, "invalid_request_error");
    assertError(
        send(CHAT, "{\"messages\":[],\"tools\":[{\"type\":\"web_search\"}]}"),
        400,
        "invalid_request_error");
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
}
