package io.stepgate.ops;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.stepgate.testing.WireClient;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not observed has no figure: a 0 would be a wrong one. */
@QuarkusTest
@TestProfile(ObserveOffTest.Off.class)
class ObserveOffTest {
  /** Nobody looks at the requests, and there is no page. */
  public static class Off implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("stepgate.ops.observe", "false", "stepgate.ops.live", "off");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LiveEndpoint.PAGE, LiveEndpoint.EVENTS})
  void livePageThatIsOff_isNoPath(String path) {
    // It gives up by itself: events that are there would have no end.
    try (WireClient client = new WireClient(HttpVersion.HTTP_1_1, RestAssured.port)) {
      WireClient.Answer answer = client.send("GET", path, null);

      assertEquals(404, answer.status(), answer.body());
      JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
      assertEquals("not_found_error", error.getString("type"));
      assertEquals("there is no path " + path, error.getString("message"));
    }
  }

  @Test
  void requestsThatNobodyWatches_haveTheirAccessLine() {
    List<String> lines = new CopyOnWriteArrayList<>();
    ExtHandler handler =
        new ExtHandler() {
          @Override
          protected void doPublish(ExtLogRecord line) {
            lines.add(line.getMessage());
          }
        };
    Logger.getLogger(AccessLog.NAME).addHandler(handler);
    try {
      RestAssured.given()
          .header("X-Request-Id", "unwatched")
          .body("{}")
          .post("/v1/chat/completions")
          .then()
          .statusCode(400);

      await().until(() -> lines.stream().anyMatch(line -> line.startsWith("id=unwatched ")));
    } finally {
      Logger.getLogger(AccessLog.NAME).removeHandler(handler);
    }
  }

  @Test
  void requestsThatNobodyWatches_areInNoGaugeOrCounter() {
    RestAssured.given().body("{}").post("/v1/chat/completions").then().statusCode(400);

    RestAssured.get("/metrics")
        .then()
        .statusCode(200)
        .body(containsString("stepgate_observer_failures_total 0.0"))
        .body(not(containsString("stepgate_requests")))
        .body(not(containsString("stepgate_streams")));
  }
}
