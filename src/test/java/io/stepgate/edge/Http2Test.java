package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.Frames;
import io.stepgate.testing.WireClient;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over HTTP/2 a request's stream closes with its answer, which is no client that left. */
@QuarkusTest
class Http2Test extends GatewayClient {
  @ParameterizedTest
  @CsvSource({
    "stream, 200, ok",
    "whole, 200, ok",
    "error, 400, invalid_request_error",
    "broken, 200, upstream_error",
    "aborted, 200, cancelled",
    "whole aborted, 200, cancelled"
  })
  void answerThatCameToItsEnd_isCountedByHowItEnded(String kind, int status, String outcome) {
    long before = counted(CHAT, outcome);
    JsonObject request =
        chat(Frames.MODEL, !kind.startsWith("whole") && !kind.equals("error"))
            .put("script", script(kind));

    WireClient.Answer answer;
    try (WireClient client = new WireClient(HttpVersion.HTTP_2, port())) {
      answer = client.send("POST", CHAT, request.encode());
    }

    assertEquals(status, answer.status());
    await("as " + outcome).until(() -> counted(CHAT, outcome) == before + 1);
    assertEquals(kind.equals("broken"), answer.body().contains("event: error\ndata: {\"error\":{"));
    JsonObject control = control();
    assertFalse(
        control.getJsonArray("aborted").contains(control.getJsonObject("last").getString("rid")));
  }

  private static JsonObject script(String kind) {
    return switch (kind) {
      case "stream" -> frames(Frames.raw(List.of("hm", "</think>", "hi"), "stop"), "finish");
      case "broken" -> frames(Frames.raw(List.of("hm"), "stop").subList(0, 2), "finish");
      case "aborted" -> frames(Frames.raw(List.of("hm"), "abort"), "finish");
      case "whole aborted" -> new JsonObject().put("json", Frames.whole("hm", "abort"));
      case "whole" -> new JsonObject().put("json", Frames.whole("hm</think>hi", "stop"));
      default -> new JsonObject().put("status", 400).put("json", "{\"message\":\"too long\"}");
    };
  }
}
