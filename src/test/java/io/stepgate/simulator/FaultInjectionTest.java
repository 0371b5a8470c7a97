package io.stepgate.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultInjectionTest {
  private RunningSimulator server;

  @BeforeEach
  void start() {
    server = RunningSimulator.start(RunningSimulator.raw());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void cutMarkers_inRawText_comeInPiecesOfOneToThreeCharacters() throws Exception {
    JsonObject request = Chats.askWeather().put("stream", true);
    String plain = Chats.joined(server.chunks(Chats.PATH, request), "content");

    List<JsonObject> chunks =
        server.chunks(Chats.PATH, request.copy().put("simulate", "cut-markers"));

    assertEquals(plain, Chats.joined(chunks, "content"));
    for (JsonObject chunk : chunks) {
      String piece = Chats.choice(chunk).getJsonObject("delta").getString("content", "");
      assertTrue(!piece.contains("<") || piece.length() <= 3, piece);
    }
  }

  @Test
  void stall_afterTwoFrames_keepsTheConnectionOpenUntilTheClientLeaves() throws Exception {
    HttpResponse<InputStream> answer =
        server
            .client()
            .send(
                server.post(Chats.PATH, Chats.stream("Who?"), "x-simulate", "stall=2"),
                HttpResponse.BodyHandlers.ofInputStream());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    assertTrue(lines.readLine().contains("\"role\":\"assistant\""));
    assertEquals("", lines.readLine());
    assertTrue(lines.readLine().startsWith("data: "));
    assertEquals("", lines.readLine());
    assertEquals(1, server.activeRequests());

    answer.body().close();

    await().until(() -> server.activeRequests() == 0);
    server.inside(counted -> assertEquals(1, counted.clientDisconnects()));
    server.inside(counted -> assertEquals(0, counted.servedStreams()));
  }

  @Test
  void stall_withoutFrames_stillSendsTheHead() throws Exception {
    HttpResponse<InputStream> answer =
        server
            .client()
            .send(
                server.post(Chats.PATH, Chats.stream("Who?"), "x-simulate", "stall=0"),
                HttpResponse.BodyHandlers.ofInputStream());

    assertEquals(200, answer.statusCode());
    answer.body().close();
    await().until(() -> server.activeRequests() == 0);
  }

  @Test
  void close_afterFourFrames_breaksTheBodyOff() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.post(Chats.PATH, Chats.stream("Who?").put("simulate", "close=4"));

      String answer = client.readToEnd();

      assertEquals(5, answer.split("data: ", -1).length);
      assertTrue(answer.endsWith("}\n\n\r\n"), "no last chunk may close the body");
      await().until(() -> server.activeRequests() == 0);
      server.inside(counted -> assertEquals(0, counted.clientDisconnects()));
    }
  }

  @Test
  void noDone_streamed_endsWithoutFinish() throws Exception {
    List<String> frames =
        server.frames(Chats.PATH, Chats.stream("Who?").put("simulate", "no-done"));

    assertTrue(frames.size() > 10);
    assertTrue(frames.stream().noneMatch("[DONE]"::equals));
    assertEquals(List.of(), Chats.finishes(frames.stream().map(JsonObject::new).toList()));
  }

  @Test
  void first503_streamed_isA200WithAnErrorFrame() throws Exception {
    HttpResponse<String> answer =
        server.send(server.post(Chats.PATH, Chats.stream("Who?"), "x-simulate", "503-first"));

    assertEquals(200, answer.statusCode());
    assertEquals(
        "data: {\"error\": {\"object\": \"error\", \"message\": \"The request queue is full.\","
            + " \"type\": \"SERVICE_UNAVAILABLE\", \"param\": null, \"code\": 503}}\n\n"
            + "data: [DONE]\n\n",
        answer.body());
  }

  @Test
  void first503_whole_isA503() throws Exception {
    HttpResponse<String> answer =
        server.send(server.post(Chats.PATH, Chats.ask("Who?"), "x-simulate", "503-first"));

    assertEquals(503, answer.statusCode());
  }

  @Test
  void errorMid_streamed_sendsAnErrorFrameAndDone() throws Exception {
    List<String> frames =
        server.frames(Chats.PATH, Chats.stream("Who?").put("simulate", "error-mid=5"));

    assertEquals(7, frames.size());
    JsonObject error = new JsonObject(frames.get(5)).getJsonObject("error");
    assertEquals(500, error.getInteger("code"));
    assertEquals("[DONE]", frames.get(6));
    await().until(() -> server.activeRequests() == 0);
  }

  @Test
  void statuses_wished_areFlatErrors() throws Exception {
    for (int status : new int[] {500, 503}) {
      HttpResponse<String> answer =
          server.send(
              server.post(Chats.PATH, Chats.stream("Who?"), "x-simulate", String.valueOf(status)));

      assertEquals(status, answer.statusCode());
      assertEquals(status, new JsonObject(answer.body()).getInteger("code"));
    }
  }

  @Test
  void never_wished_getsNoAnswerWhileOthersDo() throws Exception {
    CompletableFuture<HttpResponse<String>> never = sendAsync("never");
    server.inside(counted -> await().until(() -> counted.requests().size() == 1));

    server.answer(Chats.PATH, Chats.ask("Who?"));

    assertFalse(never.isDone());
    never.cancel(true);
  }

  @Test
  void slowHeaders_wished_comeAfterALaterRequest() throws Exception {
    CompletableFuture<HttpResponse<String>> slow = sendAsync("slow-headers=900000");
    server.inside(counted -> await().until(() -> counted.requests().size() == 1));

    server.answer(Chats.PATH, Chats.ask("Who?"));

    assertFalse(slow.isDone());
    slow.cancel(true);
    assertEquals(200, sendAsync("slow-headers=1").join().statusCode());
  }

  @Test
  void garbage_wished_isNotJson() throws Exception {
    HttpResponse<String> whole =
        server.send(server.post(Chats.PATH, Chats.ask("Who?"), "x-simulate", "garbage"));
    List<String> frames = server.frames(Chats.PATH, Chats.stream("Who?"), "x-simulate", "garbage");

    assertEquals(200, whole.statusCode());
    assertThrows(RuntimeException.class, () -> new JsonObject(whole.body()));
    assertThrows(RuntimeException.class, () -> new JsonObject(frames.get(0)));
  }

  @Test
  void headerFault_onAnotherPath_worksToo() throws Exception {
    HttpResponse<String> answer =
        server.send(server.request("/v1/models").header("x-simulate", "503").build());

    assertEquals(503, answer.statusCode());
  }

  @Test
  void unknownFault_wished_is400ThatListsTheKnown() throws Exception {
    for (String wish : new String[] {"explode", "500=3", "stall=x"}) {
      HttpResponse<String> answer =
          server.send(server.post(Chats.PATH, Chats.ask("Who?").put("simulate", wish)));

      assertEquals(400, answer.statusCode());
      String message = new JsonObject(answer.body()).getString("message");
      assertTrue(message.contains(wish) && message.contains("cut-markers, stall[=N]"), message);
    }
  }

  @Test
  void faults_inHeaderAndBody_addsUp() throws Exception {
    JsonObject request = Chats.askWeather().put("stream", true).put("simulate", "cut-markers");
    request.put("tools", new JsonArray());

    List<String> frames = server.frames(Chats.PATH, request, "x-simulate", "no-done");

    assertTrue(frames.stream().noneMatch("[DONE]"::equals));
    assertTrue(frames.stream().noneMatch(frame -> frame.contains("</think>")));
  }

  private CompletableFuture<HttpResponse<String>> sendAsync(String wish) {
    return server
        .client()
        .sendAsync(
            server.post(Chats.PATH, Chats.ask("Who?"), "x-simulate", wish),
            HttpResponse.BodyHandlers.ofString());
  }
}
