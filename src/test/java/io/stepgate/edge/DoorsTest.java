package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.Frames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The other paths. */
@QuarkusTest
class DoorsTest extends GatewayClient {
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
  void orders_areForCallersOnThisMachine_notForPagesInTheirBrowser() throws Exception {
    HttpRequest page =
        HttpRequest.newBuilder(uri("/flush_cache")).header("Sec-Fetch-Site", "cross-site").build();
    HttpRequest proxied =
        HttpRequest.newBuilder(uri("/flush_cache")).header("X-Forwarded-For", "10.0.0.1").build();

    assertError(http.send(page, HttpResponse.BodyHandlers.ofString()), 403, "permission_error");
    assertError(http.send(proxied, HttpResponse.BodyHandlers.ofString()), 403, "permission_error");
    assertEquals(
        "{\"backends\":[{\"name\":\"scripted\",\"status\":404}]}", get("/flush_cache").body());
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
}
