package io.stepgate.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.simulator.engine.SimulatorOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that shuts down, and one whose scheduler stands still. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerStateTest {
  /** At the pace of an H200 these take about two seconds. */
  static final int TOKENS = 250;

  private RunningSimulator server;

  @BeforeEach
  void start() {
    server = RunningSimulator.start(SimulatorOptions.builder());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void draining_entered_isUnhealthyAtOnceAndEndsWhatRuns() throws Exception {
    try (BufferedReader running = begun()) {
      enter(new JsonObject().put("state", "draining"));

      assertEquals(503, server.get("/health").statusCode());
      assertEquals(503, server.get("/health_generate").statusCode());
      assertEquals(200, server.get("/v1/models").statusCode());
      assertEquals(1, server.activeRequests());
      assertTrue(running.lines().anyMatch("data: [DONE]"::equals));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Chats.PATH, "/v1/completions", "/generate"})
  void draining_asked_takesWhatComesAndNeverBeginsIt(String path) throws Exception {
    enter(new JsonObject().put("state", "draining"));
    JsonObject request = Chats.ask("Who?").put("prompt", "Who?").put("text", "Who?");

    CompletableFuture<HttpResponse<String>> late =
        server.client().sendAsync(server.post(path, request), HttpResponse.BodyHandlers.ofString());

    assertEquals(503, server.get("/health").statusCode());
    assertEquals(0, server.activeRequests());
    assertFalse(late.isDone());
    late.cancel(true);
  }

  @Test
  void frozen_entered_sendsNothingUntilItServesAgain() throws Exception {
    try (BufferedReader running = begun()) {
      enter(new JsonObject().put("state", "frozen").put("health_check_timeout", 4));

      // By then the answer would be over twice.
      assertEquals(503, server.get("/health").statusCode());
      assertEquals(1, server.activeRequests());

      enter(new JsonObject().put("state", "serving"));

      assertEquals(200, server.get("/health").statusCode());
      assertTrue(running.lines().anyMatch("data: [DONE]"::equals));
    }
  }

  @Test
  void frozen_abortAsked_endsNothing() throws Exception {
    JsonObject all = new JsonObject().put("abort_all", true);
    try (BufferedReader running = begun()) {
      enter(new JsonObject().put("state", "frozen"));

      assertEquals(200, server.send(server.post("/abort_request", all)).statusCode());

      enter(new JsonObject().put("state", "serving"));
      assertTrue(running.lines().anyMatch(line -> line.contains("\"finish_reason\":\"length\"")));
    }
  }

  @Test
  void frozen_healthAskedWhileItEnds_isAnswered() throws Exception {
    enter(new JsonObject().put("state", "frozen"));
    CompletableFuture<HttpResponse<String>> health =
        server
            .client()
            .sendAsync(server.request("/health").build(), HttpResponse.BodyHandlers.ofString());
    server.get("/v1/models");

    enter(new JsonObject().put("state", "serving"));

    assertEquals(200, health.get(10, TimeUnit.SECONDS).statusCode());
  }

  @Test
  void unknownState_named_is400ThatListsTheKnown() throws Exception {
    HttpResponse<String> answer =
        server.send(server.post("/simulate", new JsonObject().put("state", "asleep")));

    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("serving, draining, frozen"), answer.body());
  }

  /** A stream of which the first line was read. */
  private BufferedReader begun() throws Exception {
    HttpResponse<InputStream> answer =
        server
            .client()
            .send(server.post(Chats.PATH, longAnswer()), HttpResponse.BodyHandlers.ofInputStream());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    assertTrue(lines.readLine().startsWith("data: "));
    return lines;
  }

  static JsonObject longAnswer() {
    return Chats.stream("Who?").put("max_tokens", TOKENS).put("ignore_eos", true);
  }

  private void enter(JsonObject state) throws Exception {
    assertEquals(200, server.send(server.post("/simulate", state)).statusCode());
  }
}
