package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.stepgate.testing.Frames;
import io.stepgate.testing.WireClient;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which paths ask for a key is a property of the path's route, not of how a client spells it. */
@QuarkusTest
@TestProfile(GeneratorEndpointTest.WithKeys.class)
class KeyedRoutesTest extends GatewayClient {
  private static final String KEY = "only-for-tests";
  private static final String PARSE = "{\"text\":\"a\",\"reasoning_parser\":\"step3p5\"}";

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, GET, /health/../v1/models",
    "HTTP_1_1, GET, /health/%2e%2e/v1/models",
    "HTTP_1_1, GET, /health/%2E%2e/v1/models/x",
    "HTTP_1_1, GET, /health_generate/../v1/models",
    "HTTP_1_1, GET, /q/health/../../v1/models",
    "HTTP_1_1, POST, /health/../separate_reasoning",
    "HTTP_1_1, POST, /health/%2e%2e/separate_reasoning",
    "HTTP_1_1, POST, /config-generator/../separate_reasoning",
    "HTTP_1_1, POST, /health/../v1/chat/completions",
    "HTTP_2, GET, /health/../v1/models",
    "HTTP_2, GET, /health/%2e%2e/v1/models",
    "HTTP_2, POST, /health/../separate_reasoning",
    "HTTP_2, POST, /health/../v1/chat/completions"
  })
  void keyedPath_spelledThroughAnOpenOne_stillAsksForAKey(
      HttpVersion version, String method, String target) {
    try (WireClient client = new WireClient(version, port())) {
      String body = method.equals("POST") ? PARSE : null;

      WireClient.Answer answer = client.send(method, target, body);

      assertEquals(401, answer.status(), answer.body());
      assertTrue(answer.body().contains("invalid_api_key"), answer.body());
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1", "HTTP_2"})
  void openPath_spelledThroughAKeyedOne_staysOpen(HttpVersion version) {
    try (WireClient client = new WireClient(version, port())) {
      WireClient.Answer answer = client.send("GET", "/v1/models/../../config-generator", null);

      assertEquals(200, answer.status(), answer.body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, GET, /v1/models, 200",
    "HTTP_1_1, POST, /separate_reasoning, 200",
    "HTTP_1_1, POST, /tokenize, 200",
    "HTTP_1_1, GET, /server_info, 200",
    "HTTP_2, GET, /v1/models, 200",
    "HTTP_2, POST, /tokenize, 200"
  })
  void keyInEitherHeader_isOne(HttpVersion version, String method, String path, int status) {
    try (WireClient client = new WireClient(version, port())) {
      String body = method.equals("POST") ? PARSE : null;

      for (String[] shown :
          new String[][] {
            {"Authorization", "Bearer " + KEY},
            {"x-api-key", KEY},
            {"Authorization", "Bearer wrong", "x-api-key", KEY},
            {"Authorization", "Bearer " + KEY, "x-api-key", "wrong"},
          }) {
        assertEquals(status, client.send(method, path, body, shown).status(), shown[0]);
      }

      assertEquals(401, client.send(method, path, body, "x-api-key", "wrong").status());
    }
  }

  @Test
  void keysOfTheGateway_neverReachABackend() {
    try (WireClient client = new WireClient(HttpVersion.HTTP_1_1, port())) {
      client.send("POST", "/tokenize", "{}", "x-api-key", KEY, "Authorization", "Bearer other");

      JsonObject last = control().getJsonObject("last");

      assertEquals("{}", last.getString("body"));
      assertFalse(last.containsKey("header.x-api-key"), last::encode);
      assertFalse(last.containsKey("header.authorization"), last::encode);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, only-for-tests, 403",
    "POST, only-for-tests, 403",
    "GET, admin-for-tests, 502",
    "POST, admin-for-tests, 502",
    "POST, , 401",
    "GET, , 401"
  })
  void flush_withKeysOn_needsOneOfAnAdministrator(String method, String key, int status) {
    try (WireClient client = new WireClient(HttpVersion.HTTP_1_1, port())) {
      String[] headers = key == null ? new String[0] : new String[] {"x-api-key", key};

      // 502: the backend does not know this path, which shows that it was asked.
      assertEquals(status, client.send(method, "/flush_cache", null, headers).status());
    }
  }

  @Test
  void queueFull_tellsWhenToComeBack() throws Exception {
    String body =
        chat(Frames.MODEL, true)
            .put("script", frames(Frames.raw(List.of("a"), "stop").subList(0, 1), "hang"))
            .encode();
    String request =
        "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nx-api-key: " + KEY + "\r\nContent-Length: ";
    List<Socket> running = new ArrayList<>();
    try (WireClient client = new WireClient(HttpVersion.HTTP_1_1, port())) {
      for (int i = 0; i < GeneratorEndpointTest.WithKeys.PERMITS; i++) {
        Socket socket = new Socket("127.0.0.1", port());
        running.add(socket);
        socket
            .getOutputStream()
            .write((request + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
      }
      await().until(() -> control().getJsonArray("running").size() == running.size());

      WireClient.Answer refused = client.send("POST", "/tokenize", "{}", "x-api-key", KEY);

      assertEquals(503, refused.status(), refused.body());
      assertEquals("5", refused.headers().get("Retry-After"));
    } finally {
      for (Socket socket : running) {
        socket.close();
      }
    }
    await().until(() -> control().getJsonArray("running").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, POST, X-Nothing",
    "HTTP_1_1, OPTIONS, Access-Control-Request-Method",
    "HTTP_2, GET, X-Nothing",
    "HTTP_2, OPTIONS, Access-Control-Request-Method"
  })
  void pageOfAnotherOrigin_isRefusedInTheShapeOfTheApi(
      HttpVersion version, String method, String asking) {
    try (WireClient client = new WireClient(version, port())) {
      WireClient.Answer answer =
          client.send(method, CHAT, null, "Origin", "http://evil.example", asking, "POST");

      assertEquals(403, answer.status());
      assertTrue(answer.body().contains("permission_error"), answer.body());
      assertTrue(answer.body().contains("quarkus.http.cors.origins"), answer.body());
      assertTrue(answer.headers().contains("X-Request-Id"));
    }
  }

  @Test
  void pageOfAnAllowedOrigin_asksFirst_andThenMaySend() {
    String[] page = {"Origin", GeneratorEndpointTest.WithKeys.PAGE, "Sec-Fetch-Site", "cross-site"};
    try (WireClient client = new WireClient(HttpVersion.HTTP_1_1, port())) {
      WireClient.Answer asked =
          client.send(
              "OPTIONS",
              CHAT,
              null,
              "Origin",
              GeneratorEndpointTest.WithKeys.PAGE,
              "Access-Control-Request-Method",
              "POST",
              "Access-Control-Request-Headers",
              "authorization,content-type,x-stainless-lang");

      assertEquals(200, asked.status());
      assertEquals(
          GeneratorEndpointTest.WithKeys.PAGE, asked.headers().get("Access-Control-Allow-Origin"));
      assertEquals(
          "authorization,content-type,x-stainless-lang",
          asked.headers().get("Access-Control-Allow-Headers"));

      for (String path : List.of("/tokenize", "/config-generator/command")) {
        WireClient.Answer answer =
            client.send(
                "POST",
                path,
                "{}",
                page[0],
                page[1],
                page[2],
                page[3],
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + KEY);

        assertEquals(200, answer.status(), answer.body());
        assertEquals(page[1], answer.headers().get("Access-Control-Allow-Origin"));
      }
    }
  }

  @Test
  void pageOfAnotherOrigin_isRefused() {
    try (WireClient client = new WireClient(HttpVersion.HTTP_1_1, port())) {
      WireClient.Answer answer =
          client.send(
              "POST", "/tokenize", "{}", "Origin", "https://evil.example", "x-api-key", KEY);

      assertEquals(403, answer.status(), answer.body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "x-api-key, only-for-tests, 200",
    "Authorization, Bearer only-for-tests, 200",
    // base64 of "anybody:only-for-tests", "anybody:wrong" and "only-for-tests"
    "Authorization, Basic YW55Ym9keTpvbmx5LWZvci10ZXN0cw==, 200",
    "Authorization, Basic YW55Ym9keTp3cm9uZw==, 401",
    "Authorization, Basic b25seS1mb3ItdGVzdHM=, 401",
    "Authorization, Basic %, 401",
    "X-Nothing, 1, 401"
  })
  void livePage_behindAKey_isForWhoHasOne(String name, String value, int status) {
    try (WireClient client = new WireClient(HttpVersion.HTTP_1_1, port())) {
      WireClient.Answer page = client.send("GET", "/", null, name, value);
      // A parameter that means nothing, so that the events of who may see them end.
      WireClient.Answer events = client.send("GET", "/live/events?x=1", null, name, value);

      assertEquals(status, page.status(), page.body());
      assertEquals(status == 200 ? 400 : status, events.status(), events.body());
      if (status == 401) {
        assertTrue(page.headers().get("WWW-Authenticate").startsWith("Basic "));
        assertTrue(page.body().contains("invalid_api_key"), page.body());
      }
    }
  }

  @Test
  void passwordOfABrowser_isNoKeyElsewhere() {
    try (WireClient client = new WireClient(HttpVersion.HTTP_1_1, port())) {
      WireClient.Answer answer =
          client.send(
              "GET", "/v1/models", null, "Authorization", "Basic YW55Ym9keTpvbmx5LWZvci10ZXN0cw==");

      assertEquals(401, answer.status());
      assertEquals("Bearer", answer.headers().get("WWW-Authenticate"));
    }
  }
}
