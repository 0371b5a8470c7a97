package io.stepgate.ops;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.Frames;
import io.stepgate.testing.PacedBackendResource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The live page's events, over HTTP as a browser reads them. */
@QuarkusTest
@WithTestResource(PacedBackendResource.class)
class LiveEventsTest {
  private static final String MODEL = PacedBackendResource.LIVE;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @BeforeEach
  void modelsAreKnown() {
    await().atMost(PATIENCE).until(() -> get("/v1/models").asString().contains(MODEL));
  }

  @Test
  void event_comesAtOnce_andTellsWhatIs() throws IOException {
    try (LiveClient page = LiveClient.open("?window=1m")) {
      assertEquals(200, page.status());
      assertEquals("text/event-stream", page.header("content-type"));
      assertEquals("no-cache", page.header("cache-control"));
      assertEquals("no", page.header("x-accel-buffering"));
      assertEquals("nosniff", page.header("x-content-type-options"));
      assertNull(page.header("access-control-allow-origin"));

      JsonObject event = page.next();

      assertEquals(
          Set.of(
              "time",
              "interval_ms",
              "window_seconds",
              "observing",
              "in_flight",
              "streams",
              "backends",
              "all",
              "models"),
          event.fieldNames());
      assertEquals(60, event.getInteger("window_seconds"));
      assertEquals(1000, event.getInteger("interval_ms"));
      assertTrue(event.getBoolean("observing"));
      assertEquals(
          List.of("waiting", "reasoning", "answer", "tool"),
          List.copyOf(event.getJsonObject("streams").fieldNames()));
      JsonObject backend = backend(event);
      assertEquals(
          Set.of("name", "state", "in_flight", "weight", "models", "last_error"),
          backend.fieldNames());
      assertEquals("ready", backend.getString("state"));
      assertEquals(1, backend.getInteger("weight"));
      assertTrue(backend.getJsonArray("models").contains(MODEL));
      assertTrue(event.getJsonObject("models").containsKey(MODEL));
    }
  }

  @Test
  void figures_afterARequest_areThoseOfTheReport() throws IOException {
    try (LiveClient page = LiveClient.open("?window=1h")) {
      int completed = completed(page.next());

      aRequestGoesBy();

      JsonObject event = page.until(next -> completed(next) > completed);
      agrees(event.getJsonObject("all"), "");
      JsonObject model = event.getJsonObject("models").getJsonObject(MODEL);
      agrees(model, "&model=" + MODEL);
      assertTrue(model.getJsonObject("outcomes").getJsonObject("ok").getInteger("count") >= 1);
    }
  }

  private static int completed(JsonObject event) {
    return event.getJsonObject("all").getJsonObject("report").getInteger("completed");
  }

  private static void agrees(JsonObject figures, String query) {
    JsonObject live = figures.getJsonObject("report");
    JsonObject report = new JsonObject(get("/benchmark/report?window=1h" + query).asString());
    for (String key : live.fieldNames()) {
      assertTrue(report.containsKey(key), key);
    }
    for (String key : List.of("completed", "total_output_tokens", "median_ttft_ms", "p99_itl_ms")) {
      assertEquals(report.getValue(key), live.getValue(key), key);
    }
  }

  @Test
  void outcomes_haveARate_fromTheSecondLookOn() throws IOException {
    aRequestGoesBy();
    try (LiveClient page = LiveClient.open("")) {
      page.next();
      JsonObject all = page.next().getJsonObject("all");
      assertNotNull(all.getJsonObject("outcomes").getJsonObject("ok").getDouble("per_second"));
    }
  }

  @Test
  void streamInFlight_isInItsPhase() throws IOException {
    try (LiveClient page = LiveClient.open("?window=1m");
        LiveClient stream = LiveClient.post("/generate", hangingAnswer())) {
      assertEquals(200, stream.status());
      JsonObject event = page.until(next -> next.getJsonObject("streams").getInteger("answer") > 0);
      assertTrue(event.getInteger("in_flight") >= 1);
      assertTrue(backend(event).getInteger("in_flight") >= 1);
    }
  }

  @Test
  void severalPages_seeTheSameMoments() throws IOException {
    try (LiveClient first = LiveClient.open("?window=5m");
        LiveClient second = LiveClient.open("?window=5m");
        LiveClient other = LiveClient.open("?window=15m")) {
      // Told to whoever is there, or to the second page as the first one's last.
      JsonObject event = second.next();
      assertEquals(event, first.until(next -> time(next) >= time(event)));
      assertEquals(900, other.next().getInteger("window_seconds"));
    }
  }

  @Test
  void pagesOfOneAddress_areLimited_andClosingOneMakesRoom() throws IOException {
    Deque<LiveClient> pages = new ArrayDeque<>();
    try {
      // One by one, since pages of other tests may still be on their way out.
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !taken(pages) && pages.size() == LivePlaces.MOST_OF_ONE);
      try (LiveClient refused = LiveClient.open("")) {
        assertEquals(503, refused.status());
        assertEquals("application/json", refused.header("content-type"));
        assertEquals("5", refused.header("retry-after"));
        JsonObject error = new JsonObject(refused.body()).getJsonObject("error");
        assertEquals("overloaded_error", error.getString("type"));
        assertTrue(error.getString("message").contains("16 from one address"), error::encode);
      }

      pages.pop().close();

      await().atMost(PATIENCE).until(() -> taken(pages));
      assertNotNull(pages.peek().next());
    } finally {
      for (LiveClient page : pages) {
        page.close();
      }
    }
  }

  private static boolean taken(Deque<LiveClient> pages) throws IOException {
    LiveClient page = LiveClient.open("");
    if (page.status() == 200) {
      pages.push(page);
      return true;
    }
    page.close();
    return false;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window=2m|window|1m, 5m, 15m, 1h",
        "window=1m&window=5m|window|more than once",
        "model=x|model|window"
      })
  void badParameters_areNamed_withWhatIsAllowed(String query, String param, String allowed) {
    get("/live/events?" + query)
        .then()
        .statusCode(400)
        .contentType("application/json")
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", equalTo(param))
        .body("error.message", containsString(allowed));
  }

  @Test
  void nothingOfARequest_isInAnEvent() throws IOException {
    given()
        .header("Authorization", "Bearer key-that-nobody-may-see")
        .body("{\"model\":\"made-up-by-a-client\",\"text\":\"prompt-that-nobody-may-see\"}")
        .post("/generate")
        .then()
        .statusCode(404);
    try (LiveClient page = LiveClient.open("")) {
      String event = page.nextLine();
      assertFalse(event.contains("nobody-may-see"));
      assertFalse(event.contains("made-up"));
      assertFalse(event.contains("127.0.0.1"));
    }
  }

  @Test
  void addressOfABackend_isInNothingThatAsksForNoKey() throws IOException {
    try (LiveClient page = LiveClient.open("")) {
      JsonObject event =
          page.until(
              next -> backend(next, PacedBackendResource.GONE).getString("last_error") != null);

      assertFalse(event.encode().contains("127.0.0.1"), event::encode);
    }
    for (String path :
        List.of("/metrics", "/benchmark/metrics", "/benchmark/report", "/q/health", "/v1/models")) {
      String answer = get(path).asString();
      assertFalse(answer.contains("127.0.0.1"), () -> path + ": " + answer);
    }
  }

  private static JsonObject backend(JsonObject event) {
    return backend(event, "paced");
  }

  private static JsonObject backend(JsonObject event, String name) {
    return event.getJsonArray("backends").stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long time(JsonObject event) {
    return event.getLong("time");
  }

  private static void aRequestGoesBy() {
    given().body(answer("finish").encode()).post("/generate").then().statusCode(200);
  }

  private static JsonObject hangingAnswer() {
    return answer("hang");
  }

  private static JsonObject answer(String end) {
    String first = "{\"text\":\"a\",\"meta_info\":{\"prompt_tokens\":3,\"completion_tokens\":1}}";
    String second = "{\"text\":\"ab\",\"meta_info\":{\"prompt_tokens\":3,\"completion_tokens\":4}}";
    JsonArray frames = new JsonArray().add("data: " + first + "\n\n");
    if (end.equals("finish")) {
      frames.add("data: " + second + "\n\n").add(Frames.DONE);
    }
    return new JsonObject()
        .put("model", MODEL)
        .put("stream", true)
        .put("script", new JsonObject().put("frames", frames).put("end", end));
  }
}
