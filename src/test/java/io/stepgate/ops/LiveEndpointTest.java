package io.stepgate.ops;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The live page and its events, over HTTP as a browser reads them. */
@QuarkusTest
@WithTestResource(PacedBackendResource.class)
class LiveEndpointTest {
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
      JsonObject backend = event.getJsonArray("backends").getJsonObject(0);
      assertEquals(
          Set.of("name", "state", "in_flight", "weight", "models", "last_error"),
          backend.fieldNames());
      assertEquals("paced", backend.getString("name"));
      assertEquals("ready", backend.getString("state"));
      assertEquals(1, backend.getInteger("weight"));
      assertTrue(backend.getJsonArray("models").contains(MODEL));
      assertTrue(event.getJsonObject("models").containsKey(MODEL));
    }
  }

  @Test
  void figures_afterARequest_areThoseOfTheReport() throws IOException {
    try (LiveClient page = LiveClient.open("?window=1h")) {
      JsonObject before = model(page.next());
      int completed = before.getJsonObject("report").getInteger("completed");

      aRequestGoesBy();

      JsonObject after = before;
      while (after.getJsonObject("report").getInteger("completed") <= completed) {
        after = model(page.next());
      }
      JsonObject report =
          new JsonObject(get("/benchmark/report?window=1h&model=" + MODEL).asString());
      JsonObject live = after.getJsonObject("report");
      for (String key : live.fieldNames()) {
        assertTrue(report.containsKey(key), key);
      }
      assertEquals(report.getDouble("median_ttft_ms"), live.getDouble("median_ttft_ms"));
      assertEquals(report.getDouble("p99_itl_ms"), live.getDouble("p99_itl_ms"));
      assertEquals(
          report.getInteger("total_output_tokens"), live.getInteger("total_output_tokens"));
      assertTrue(after.getJsonObject("outcomes").getJsonObject("ok").getInteger("count") >= 1);
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
      JsonObject event = page.next();
      while (event.getJsonObject("streams").getInteger("answer") == 0) {
        event = page.next();
      }
      assertTrue(event.getInteger("in_flight") >= 1);
      assertTrue(event.getJsonArray("backends").getJsonObject(0).getInteger("in_flight") >= 1);
    }
  }

  @Test
  void severalPages_seeTheSameMoments() throws IOException {
    try (LiveClient first = LiveClient.open("?window=5m");
        LiveClient second = LiveClient.open("?window=5m");
        LiveClient other = LiveClient.open("?window=15m")) {
      String event = second.nextLine();
      String seen = first.nextLine();
      while (!seen.equals(event)) {
        if (time(seen) < time(event)) {
          seen = first.nextLine();
        } else {
          event = second.nextLine();
        }
      }
      assertEquals(900, other.next().getInteger("window_seconds"));
    }
  }

  @Test
  void pages_areLimited_andClosingOneMakesRoom() throws IOException {
    Deque<LiveClient> pages = new ArrayDeque<>();
    try {
      // One by one, since pages of other tests may still be on their way out.
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !taken(pages) && pages.size() == LiveFeed.MOST);
      try (LiveClient refused = LiveClient.open("")) {
        assertEquals(503, refused.status());
        assertEquals("application/json", refused.header("content-type"));
        assertEquals("5", refused.header("retry-after"));
        JsonObject error = new JsonObject(refused.body()).getJsonObject("error");
        assertEquals("overloaded_error", error.getString("type"));
        assertTrue(error.getString("message").contains("64"), error::encode);
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
  void page_comesWithAPolicyOfHashes() {
    get("/?window=5m")
        .then()
        .statusCode(200)
        .contentType(equalTo("text/html; charset=utf-8"))
        .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Referrer-Policy", equalTo("no-referrer"))
        .header("Cache-Control", equalTo("no-cache"))
        .header("Vary", equalToIgnoringCase("Accept"))
        .header(
            "Content-Security-Policy",
            allOf(startsWith("default-src 'none';"), not(containsString("unsafe"))))
        .body(startsWith("<!DOCTYPE html>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
        "*/*",
        "text/*;q=0.1",
        "application/json, text/html;q=0.1"
      })
  void page_isForWhoAcceptsIt(String accept) {
    assertEquals(200, asking(accept).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "text/plain", "text/html;q=0", "application/json, */*;q=0"})
  void page_isNotForPrograms_theyGetTheApisError(String accept) {
    asking(accept)
        .then()
        .statusCode(404)
        .contentType(equalTo("application/json"))
        .body("error.type", equalTo("not_found_error"))
        .body("error.message", containsString("/benchmark/report"));
  }

  @ParameterizedTest
  @CsvSource({"HEAD,/", "POST,/", "DELETE,/", "HEAD,/live/events", "POST,/live/events"})
  void otherMethods_areRefused(String method, String path) {
    given().request(method, path).then().statusCode(405).header("Allow", equalTo("GET"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/live", "/live/events/x", "/live.html", "/index.html", "/x", "/v1/x"})
  void unknownPaths_stillGetTheApisError(String path) {
    get(path)
        .then()
        .statusCode(404)
        .contentType(equalTo("application/json"))
        .body("error.type", equalTo("not_found_error"))
        .body("error.message", containsString(path));
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

  private static Response asking(String accept) {
    return given().header("Accept", accept).get("/");
  }

  private static JsonObject model(JsonObject event) {
    return event.getJsonObject("models").getJsonObject(MODEL);
  }

  private static long time(String event) {
    return new JsonObject(event).getLong("time");
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
