package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.stepgate.testing.FailingFleetResource;
import io.stepgate.testing.Frames;
import io.stepgate.testing.WireClient;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Backends that die of a request, and backends that go away while one waits. */
@QuarkusTest
@WithTestResource(FailingFleetResource.class)
class FailingFleetTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, " + FailingFleetResource.POISONED + ", false",
    "HTTP_1_1, " + FailingFleetResource.POISONED_STREAM + ", true",
    "HTTP_2, " + FailingFleetResource.POISONED_H2 + ", false",
    "HTTP_2, " + FailingFleetResource.POISONED_STREAM_H2 + ", true"
  })
  void poisonousChat_killsItsBackend_isNotSentToTheNext(
      HttpVersion version, String model, boolean stream) throws InterruptedException {
    ready(model);

    WireClient.Answer answer = chat(version, model, stream, new JsonObject().put("die", true));

    assertEquals(502, answer.status(), answer.body());
    JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
    assertEquals("upstream_error", error.getString("type"));
    assertEquals(List.of(0), played(model));
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void chat_closesConnectionsOfABackendThatLives_isTriedOnceMore(HttpVersion version)
      throws InterruptedException {
    ready(FailingFleetResource.CUT);
    int before = sum(played(FailingFleetResource.CUT));
    JsonObject close = new JsonObject().put("frames", new JsonArray()).put("end", "close");

    WireClient.Answer answer = chat(version, FailingFleetResource.CUT, true, close);

    assertEquals(502, answer.status(), answer.body());
    assertEquals(2, sum(played(FailingFleetResource.CUT)) - before);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, " + FailingFleetResource.LEAVING + ", false",
    "HTTP_1_1, " + FailingFleetResource.LEAVING_HEAD + ", true",
    "HTTP_2, " + FailingFleetResource.LEAVING_H2 + ", false",
    "HTTP_2, " + FailingFleetResource.LEAVING_HEAD_H2 + ", true"
  })
  void chatWaiting_itsBackendRefusesConnections_isAnsweredByTheOther(
      HttpVersion version, String model, boolean stream) {
    ready(model);

    WireClient.Answer answer = chat(version, model, stream, new JsonObject());

    assertEquals(200, answer.status(), answer.body());
    JsonObject choice = new JsonObject(answer.body()).getJsonArray("choices").getJsonObject(0);
    assertEquals("it is", choice.getJsonObject("message").getString("content"));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, /v1/embeddings",
    "HTTP_1_1, /v1/rerank",
    "HTTP_1_1, /v1/score",
    "HTTP_1_1, /v1/classify",
    "HTTP_2, /v1/embeddings"
  })
  void embeddingsOfAModelOfBothKinds_goWhereNothingIsGenerated(HttpVersion version, String path) {
    ready(FailingFleetResource.KINDS);
    JsonObject body = new JsonObject().put("model", FailingFleetResource.KINDS).put("input", "a");
    try (WireClient client = new WireClient(version, RestAssured.port)) {
      for (int i = 0; i < 10; i++) {
        WireClient.Answer answer =
            client.send("POST", path, body.encode(), "Content-Type", "application/json");

        // The simulator makes vectors; of the other paths it knows none.
        assertEquals(path.equals("/v1/embeddings") ? 200 : 404, answer.status(), answer.body());
        assertEquals(FailingFleetResource.embedding(), answer.headers().get("X-Stepgate-Backend"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, " + FailingFleetResource.ERRING,
    "HTTP_2, " + FailingFleetResource.ERRING_H2
  })
  void backendAnswering500_threeTimesInARow_isOutUntilItAnswersAgain(
      HttpVersion version, String model) throws Exception {
    ready(model);
    String erring = FailingFleetResource.pair(model).get(0);
    String other = FailingFleetResource.pair(model).get(1);
    JsonObject well = new JsonObject().put("json", Frames.whole("</think>ok", "stop"));
    order(erring, 500);

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertEquals(other, answeredBy(chat(version, model, false, well)));
              return state(erring).equals("EJECTED");
            });

    String metrics = RestAssured.get("/metrics").asString();
    assertTrue(metrics.contains("stepgate_backend_up{backend=\"" + erring + "\"} 0.0"), metrics);
    assertTrue(
        metrics.contains("stepgate_backend_ejected{backend=\"" + erring + "\"} 1.0"), metrics);
    int before = played(model).get(0);
    for (int i = 0; i < 50; i++) {
      assertEquals(other, answeredBy(chat(version, model, false, well)));
    }
    int trials = played(model).get(0) - before;
    // Without an ejection about half of them begin there.
    assertTrue(trials < 10, () -> "it was tried " + trials + " times");

    order(erring, 200);

    await()
        .atMost(PATIENCE)
        .until(() -> erring.equals(answeredBy(chat(version, model, false, well))));
    assertEquals("READY", state(erring));
  }

  /** A client can ask any backend for more than the gateway lets through. */
  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, " + FailingFleetResource.ERRING,
    "HTTP_2, " + FailingFleetResource.ERRING_H2
  })
  void eventsOverTheLimit_manyInARow_ejectNobody(HttpVersion version, String model) {
    ready(model);
    String event = "data: {\"x\":\"" + "y".repeat(5 << 20) + "\"}\n\n";
    JsonObject script = GatewayClient.frames(List.of(event), "close");

    for (int i = 0; i < 8; i++) {
      WireClient.Answer answer = chat(version, model, true, script);

      assertEquals(502, answer.status(), answer.body());
    }

    for (String backend : FailingFleetResource.pair(model)) {
      assertEquals("READY", state(backend));
    }
  }

  /** Tells a backend how to answer from now on. */
  private static void order(String backend, int status) throws Exception {
    String url =
        ConfigProvider.getConfig().getValue(FailingFleetResource.url(backend), String.class);
    URI control = URI.create(url + "/control?status=" + status);
    HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(control).build(), BodyHandlers.discarding());
  }

  /** Which backend gave an answer that is one. */
  private static String answeredBy(WireClient.Answer answer) {
    assertEquals(200, answer.status(), answer.body());
    return answer.headers().get("X-Stepgate-Backend");
  }

  /** Waits until both of a pair are ready. */
  private static void ready(String model) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                FailingFleetResource.pair(model).stream()
                    .allMatch(name -> state(name).equals("READY")));
  }

  private static String state(String backend) {
    Response health = RestAssured.get("/q/health/ready");
    return new JsonObject(health.asString())
        .getJsonArray("checks").stream()
            .map(JsonObject.class::cast)
            .filter(one -> one.getString("name").equals("backends"))
            .findFirst()
            .orElseThrow()
            .getJsonObject("data")
            .getString(backend);
  }

  private static WireClient.Answer chat(
      HttpVersion version, String model, boolean stream, JsonObject script) {
    String body = GatewayClient.chat(model, stream).put("script", script).encode();
    try (WireClient client = new WireClient(version, RestAssured.port)) {
      return client.send("POST", GatewayClient.CHAT, body);
    }
  }

  private static int sum(List<Integer> numbers) {
    return numbers.stream().mapToInt(one -> one).sum();
  }

  /** How many requests each of a pair has had, those that still live. */
  private static List<Integer> played(String model) throws InterruptedException {
    List<Integer> played = new ArrayList<>();
    for (String name : FailingFleetResource.pair(model)) {
      String url =
          ConfigProvider.getConfig().getValue(FailingFleetResource.url(name), String.class);
      try {
        HttpRequest control = HttpRequest.newBuilder(URI.create(url + "/control")).build();
        String told = HttpClient.newHttpClient().send(control, BodyHandlers.ofString()).body();
        played.add(new JsonObject(told).getInteger("played"));
      } catch (ConnectException dead) {
        // It has left its port, which is what the list tells by being shorter.
        continue;
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
    return played;
  }
}
