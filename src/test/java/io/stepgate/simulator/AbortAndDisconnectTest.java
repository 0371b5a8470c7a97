package io.stepgate.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.simulator.engine.SimulatorOptions;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the paced profile, where an answer of many tokens takes long enough to be interrupted. */
class AbortAndDisconnectTest {
  private static final int HOURS_OF_TOKENS = 200_000;

  private RunningSimulator server;

  @BeforeEach
  void start() {
    server = RunningSimulator.start(SimulatorOptions.builder().bothParsers());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void stream_abortedByItsName_finishesWithAbortAndDone() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = send(endless("rid-1").put("stream", true));

    abort(new JsonObject().put("rid", "rid-"));
    assertEquals(1, server.activeRequests(), "a prefix is no name");
    abort(new JsonObject().put("rid", "rid-1"));

    List<String> frames = RunningSimulator.frames(answer.join().body());
    assertEquals("[DONE]", frames.get(frames.size() - 1));
    JsonObject finish = Chats.choice(new JsonObject(frames.get(frames.size() - 2)));
    assertEquals("abort", finish.getString("finish_reason"));
    assertNull(finish.getValue("matched_stop"));
    await().until(() -> server.activeRequests() == 0);
    server.inside(counted -> assertEquals(List.of("rid-", "rid-1"), counted.abortedRids()));
    server.inside(counted -> assertEquals(1, counted.servedStreams()));
  }

  @Test
  void wholeAnswer_aborted_comesWithFinishAbort() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = send(endless("rid-1"));

    abort(new JsonObject().put("abort_all", true));

    JsonObject choice = Chats.choice(new JsonObject(answer.join().body()));
    assertEquals("abort", choice.getString("finish_reason"));
  }

  @Test
  void batch_abortedByTheNamesOfItsAnswers_endsOneByOne() throws Exception {
    JsonObject batch =
        new JsonObject()
            .put("rid", "b")
            .put("text", List.of("x", "y"))
            .put(
                "sampling_params",
                new JsonObject().put("max_new_tokens", HOURS_OF_TOKENS).put("ignore_eos", true));
    CompletableFuture<HttpResponse<String>> answer = send("/generate", batch);

    abort(new JsonObject().put("rid", "b"));
    abort(new JsonObject().put("rid", "b_1"));
    assertEquals(1, server.activeRequests());
    abort(new JsonObject().put("rid", "b_0"));

    assertEquals(2, answer.join().body().split("\"type\":\"abort\"").length - 1);
  }

  @Test
  void otherRid_aborted_leavesTheRequestAlone() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = send(endless("rid-1"));

    abort(new JsonObject().put("rid", "rid-2"));
    abort(new JsonObject().put("rid", ""));

    assertEquals(1, server.activeRequests());
    server.inside(counted -> assertEquals(List.of("rid-2"), counted.abortedRids()));
    abort(new JsonObject().put("rid", "rid-1"));
    assertEquals(200, answer.join().statusCode());
  }

  @Test
  void client_leavingAStream_stopsTheGeneration() throws Exception {
    HttpResponse<InputStream> answer =
        server
            .client()
            .send(
                server.post(Chats.PATH, endless("rid-1").put("stream", true)),
                HttpResponse.BodyHandlers.ofInputStream());
    assertTrue(answer.body().read() >= 0);

    answer.body().close();

    await().until(() -> server.activeRequests() == 0);
    server.inside(counted -> await().until(() -> counted.openConnections() == 0));
    server.inside(counted -> assertEquals(1, counted.clientDisconnects()));
  }

  @Test
  void cacheFlush_whileRequestsRun_isRefused() throws Exception {
    CompletableFuture<HttpResponse<String>> answer = send(endless("rid-1"));

    assertEquals(400, server.get("/flush_cache").statusCode());

    abort(new JsonObject().put("rid", "rid-1"));
    answer.join();
    assertEquals(200, server.get("/flush_cache").statusCode());
  }

  @Test
  void shortAnswer_atThePaceOfFourH200_isComplete() throws Exception {
    JsonObject request = endless("rid-1").put("max_tokens", 5).put("stream", true);

    List<JsonObject> chunks = server.chunks(Chats.PATH, request);

    assertEquals(List.of("length"), Chats.finishes(chunks));
  }

  private static JsonObject endless(String rid) {
    return Chats.ask("Go on.")
        .put("rid", rid)
        .put("max_tokens", HOURS_OF_TOKENS)
        .put("ignore_eos", true);
  }

  private CompletableFuture<HttpResponse<String>> send(JsonObject request) {
    return send(Chats.PATH, request);
  }

  private CompletableFuture<HttpResponse<String>> send(String path, JsonObject request) {
    CompletableFuture<HttpResponse<String>> answer =
        server.client().sendAsync(server.post(path, request), HttpResponse.BodyHandlers.ofString());
    await().until(() -> server.activeRequests() == 1);
    return answer;
  }

  private void abort(JsonObject body) throws Exception {
    assertEquals(200, server.send(server.post("/abort_request", body)).statusCode());
  }
}
