package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.Frames;
import io.stepgate.testing.WireClient;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1|Sec-Fetch-Site|cross-site",
        "127.0.0.1|Sec-Fetch-Site|same-site",
        "127.0.0.1|Origin|http://127.0.0.1:1",
        "127.0.0.1|X-Forwarded-For|10.0.0.1",
        "127.0.0.1|X-Forwarded-Proto|https",
        "127.0.0.1|Forwarded|for=10.0.0.1",
        "127.0.0.1|Via|1.1 proxy",
        "127.0.0.1|X-Real-IP|10.0.0.1",
        "127.0.0.1|CF-Connecting-IP|10.0.0.1",
        "127.0.0.1|True-Client-IP|10.0.0.1",
        "127.0.0.1|X-Client-IP|10.0.0.1",
        "127.0.0.1|X-Original-Host|example.com",
        "127.0.0.1|X-Envoy-External-Address|10.0.0.1",
        "127.0.0.1|CDN-Loop|cloudflare",
        "rebound.example|X-Nothing|1",
        "127.0.0.1.rebound.example|X-Nothing|1",
        "10.0.0.1|X-Nothing|1"
      })
  void orders_throughAProxyOrABrowserPage_areRefused(String host, String name, String value) {
    for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
      try (WireClient client = new WireClient(version, port())) {
        WireClient.Answer answer = client.sendTo(host, "POST", "/flush_cache", null, name, value);

        assertEquals(403, answer.status(), version + " " + answer.body());
        assertTrue(answer.body().contains("permission_error"), answer.body());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost", "127.0.0.1", "127.8.9.10", "[::1]"})
  void orders_ofCallersOnThisMachine_areCarriedOut(String host) {
    for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
      try (WireClient client = new WireClient(version, port())) {
        WireClient.Answer answer = client.sendTo(host, "POST", "/flush_cache", null);

        assertEquals("{\"backends\":[{\"name\":\"scripted\",\"status\":404}]}", answer.body());
      }
    }
  }

  @Test
  void order_byGet_isRefusedWithTheMethodThatIsAllowed() {
    HttpResponse<String> answer = get("/flush_cache");

    assertError(answer, 405, "invalid_request_error");
    assertEquals("POST", answer.headers().firstValue("Allow").orElseThrow());
    assertTrue(answer.body().contains("admin key"), answer.body());
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1", "HTTP_2"})
  void target_withMoreThanAPath_reachesTheBackendAsOurPathAndItsQuery(HttpVersion version) {
    try (WireClient client = new WireClient(version, port())) {
      client.send("GET", "http://elsewhere/model_info?a=b/../c", null);

      assertEquals("/model_info?a=b/../c", lastTarget());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP_1_1|dmin/flush_cache?://y/model_info",
        "HTTP_2|dmin/flush_cache?://y/model_info",
        "HTTP_2|/model_info?a b",
        "HTTP_2|/model_info?a#b"
      })
  void target_thatIsNone_reachesNoBackend(HttpVersion version, String target) {
    try (WireClient client = new WireClient(version, port())) {
      int before = control().getJsonArray("targets").size();

      WireClient.Answer answer = client.send("GET", target, null);

      assertEquals(400, answer.status(), answer.body());
      assertEquals(before, control().getJsonArray("targets").size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /chat/completions, /v1/chat/completions",
    "GET, /chat/completions, /v1/chat/completions",
    "GET, /models, /v1/models",
    "GET, /models/a/b, /v1/models/a/b",
    "POST, /completions, /v1/completions",
    "POST, /embeddings, /v1/embeddings",
    "POST, /v1/v1/chat/completions, /v1/chat/completions",
    "GET, /v1/v1/v1/models, /v1/models",
    "POST, /openai/v1/chat/completions, /v1/chat/completions",
    "POST, /v1/generate, /generate",
    "POST, /responses, /v1/chat/completions",
    "POST, /v1/responses, /v1/chat/completions"
  })
  void pathThatIsAlmostOne_isToldWhichIsMeant(String method, String path, String right) {
    for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
      try (WireClient client = new WireClient(version, port())) {
        WireClient.Answer answer = client.send(method, path, null);

        assertEquals(404, answer.status(), answer.body());
        String message = new JsonObject(answer.body()).getJsonObject("error").getString("message");
        assertTrue(message.startsWith("there is no path " + path), message);
        assertTrue(message.endsWith(" " + right), message);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1, gzip", "HTTP_1_1, 'identity, br'", "HTTP_2, gzip", "HTTP_2, x"})
  void bodyThatIsPacked_isRefusedWithWhatIsAllowed(HttpVersion version, String coding) {
    try (WireClient client = new WireClient(version, port())) {
      for (String path : List.of(CHAT, "/tokenize", "/separate_reasoning")) {
        WireClient.Answer answer = client.send("POST", path, "{}", "Content-Encoding", coding);

        assertEquals(415, answer.status(), answer.body());
        assertEquals("identity", answer.headers().get("Accept-Encoding"));
        assertTrue(answer.body().contains("identity"), answer.body());
        assertTrue(answer.body().contains("invalid_request_error"), answer.body());
      }
    }
  }

  private String lastTarget() {
    JsonArray targets = control().getJsonArray("targets");
    return targets.getString(targets.size() - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Request-Id, abc-123, x-client-request-id, other, abc-123",
    "x-client-request-id, abc-123, X-Nothing, 1, abc-123",
    "X-Request-Id, a b, x-client-request-id, abc-123, abc-123"
  })
  void requestId_ofTheClient_comesBackUnderBothNames(
      String name, String value, String second, String other, String expected) {
    try (WireClient client = new WireClient(HttpVersion.HTTP_1_1, port())) {
      WireClient.Answer answer = client.send("GET", "/v1/models", null, name, value, second, other);

      assertEquals(expected, answer.headers().get("X-Request-Id"));
      assertEquals(expected, answer.headers().get("request-id"));
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
}
