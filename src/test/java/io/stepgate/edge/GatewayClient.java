package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
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

/** A client of the gateway, with a backend behind it that does what the test says. */
@WithTestResource(ScriptedBackendResource.class)
abstract class GatewayClient {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String CHAT = "/v1/chat/completions";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void ready() {
    await().atMost(Duration.ofSeconds(20)).until(() -> get("/health").statusCode() == 200);
  }

  void assertBackendIdle(int told) {
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

  static JsonObject chat(String model, boolean stream) {
    return new JsonObject()
        .put("model", model)
        .put(
            "messages",
            new JsonArray().add(new JsonObject().put("role", "user").put("content", "hi")))
        .put("stream", stream);
  }

  static JsonObject frames(List<String> frames, String end) {
    return new JsonObject().put("frames", new JsonArray(frames)).put("end", end);
  }

  static void assertError(HttpResponse<String> answer, int status, String type) {
    assertEquals(status, answer.statusCode(), answer.body());
    JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
    assertEquals(type, error.getString("type"));
    assertFalse(error.getString("message").isEmpty());
    assertTrue(error.containsKey("param") && error.containsKey("code"));
    assertTrue(answer.headers().firstValue("X-Request-Id").isPresent());
  }

  static List<JsonNode> lines(String file) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                GatewayClient.class.getResourceAsStream("/vectors/" + file),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  HttpResponse<String> post(String path, JsonObject body) throws Exception {
    return send(path, body.encode());
  }

  HttpResponse<String> send(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  Socket open(JsonObject request) throws Exception {
    return open(CHAT, request);
  }

  Socket open(String path, JsonObject request) throws Exception {
    Socket client = new Socket("127.0.0.1", port());
    byte[] body = request.encode().getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().write(body);
    client.getOutputStream().flush();
    return client;
  }

  /** Chats that ended so. */
  long counted(String outcome) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("stepgate_requests_total{endpoint=\"" + CHAT + "\""))
        .filter(line -> line.contains("outcome=\"" + outcome + "\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  JsonObject control() {
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

  /** Requests of this path that ended so. */
  long counted(String path, String outcome) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("stepgate_requests_total{endpoint=\"" + path + "\""))
        .filter(line -> line.contains("outcome=\"" + outcome + "\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  static int port() {
    return io.restassured.RestAssured.port;
  }

  static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + io.restassured.RestAssured.port + path);
  }
}
