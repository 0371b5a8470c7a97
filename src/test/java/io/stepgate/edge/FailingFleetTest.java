package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.stepgate.testing.FailingFleetResource;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backends that die of a request, and backends that go away while one waits. */
@QuarkusTest
@WithTestResource(FailingFleetResource.class)
class FailingFleetTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({
    FailingFleetResource.POISONED + ", false",
    FailingFleetResource.POISONED_STREAM + ", true"
  })
  void poisonousChat_killsItsBackend_isNotSentToTheNext(String model, boolean stream)
      throws InterruptedException {
    ready(model);

    Response answer = chat(model, stream, new JsonObject().put("die", true));

    assertEquals(502, answer.statusCode(), answer.asString());
    assertEquals("upstream_error", answer.path("error.type"));
    assertEquals(List.of(0), played(model));
  }

  @Test
  void chat_closesConnectionsOfABackendThatLives_isTriedOnceMore() throws InterruptedException {
    ready(FailingFleetResource.CUT);
    JsonObject close = new JsonObject().put("frames", new JsonArray()).put("end", "close");

    Response answer = chat(FailingFleetResource.CUT, true, close);

    assertEquals(502, answer.statusCode(), answer.asString());
    assertEquals(2, played(FailingFleetResource.CUT).stream().mapToInt(one -> one).sum());
  }

  @ParameterizedTest
  @CsvSource({
    FailingFleetResource.LEAVING + ", false",
    FailingFleetResource.LEAVING_HEAD + ", true"
  })
  void chatWaiting_itsBackendRefusesConnections_isAnsweredByTheOther(String model, boolean stream) {
    ready(model);

    Response answer = chat(model, stream, new JsonObject());

    assertEquals(200, answer.statusCode(), answer.asString());
    assertEquals("it is", answer.path("choices[0].message.content"));
  }

  /** Waits until both of a pair are ready. */
  private static void ready(String model) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Response health = RestAssured.get("/q/health/ready");
              JsonObject check =
                  new JsonObject(health.asString())
                      .getJsonArray("checks").stream()
                          .map(JsonObject.class::cast)
                          .filter(one -> one.getString("name").equals("backends"))
                          .findFirst()
                          .orElseThrow();
              return FailingFleetResource.pair(model).stream()
                  .allMatch(name -> check.getJsonObject("data").getString(name).equals("READY"));
            });
  }

  private static Response chat(String model, boolean stream, JsonObject script) {
    return RestAssured.given()
        .contentType("application/json")
        .body(GatewayClient.chat(model, stream).put("script", script).encode())
        .post(GatewayClient.CHAT);
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
