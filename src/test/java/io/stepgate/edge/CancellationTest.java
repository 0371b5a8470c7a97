package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.Frames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that goes away leaves nothing behind. */
@QuarkusTest
class CancellationTest extends GatewayClient {
  /** Text on every path. */
  private static final String FRAME =
      "data: {\"text\":\"a\",\"choices\":[{\"index\":0,\"text\":\"a\",\"delta\":{\"content\":\"a\"}}]}\n\n";

  @Test
  void clientGone_afterEveryFrame_leavesNothingBehind() throws Exception {
    List<String> chunks = List.of("think", " more", "</think>", "answer", " one", " two");
    List<String> frames = Frames.raw(chunks, "stop");
    for (int told = 0; told < frames.size() - 2; told++) {
      JsonObject request = chat(Frames.MODEL, true);
      request.put("script", frames(frames.subList(0, told), "hang"));
      try (Socket client = open(request)) {
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        await().until(() -> !control().getJsonArray("running").isEmpty());
        for (int i = 0; i < Math.min(told, 2); i++) {
          while (!reader.readLine().startsWith("data: ")) {}
        }
      }
      assertBackendIdle(told);
    }
  }

  @Test
  void clientGone_waitingForAWholeAnswer_leavesNothingBehind() throws Exception {
    JsonObject request = chat(Frames.MODEL, false).put("script", new JsonObject());
    try (Socket client = open(request)) {
      await().until(() -> !control().getJsonArray("running").isEmpty());
      assertTrue(client.isConnected());
    }
    assertBackendIdle(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /generate HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
        "POST /generate HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{no end",
        "POST /generate HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n{"
      })
  void clientGone_inTheMiddleOfItsNextRequest_leavesNothingBehind(String next) throws Exception {
    JsonObject request = chat(Frames.MODEL, true).put("script", frames(List.of(), "hang"));
    try (Socket client = open(request)) {
      await().until(() -> !control().getJsonArray("running").isEmpty());
      client.getOutputStream().write(next.getBytes(StandardCharsets.UTF_8));
    }
    assertBackendIdle(-1);
  }

  @ParameterizedTest
  @MethodSource("abortedAnswers")
  void answer_thatSomebodyHadAborted_isCountedAsCancelled(String path, JsonObject script)
      throws Exception {
    long before = counted(path, "cancelled");
    boolean stream = script.containsKey("frames");

    HttpResponse<String> answer = post(path, chat(Frames.MODEL, stream).put("script", script));

    assertEquals(200, answer.statusCode());
    await().until(() -> counted(path, "cancelled") == before + 1);
  }

  static Stream<Arguments> abortedAnswers() {
    String completion = "{\"choices\":[{\"index\":0,\"text\":\"a\",\"finish_reason\":\"abort\"}]}";
    String generate =
        "{\"text\":\"a\",\"meta_info\":{\"finish_reason\":{\"type\":\"abort\",\"message\":\"so\"}}}";
    return Stream.of(
        Arguments.of(CHAT, frames(Frames.raw(List.of("a"), "abort"), "finish")),
        Arguments.of(CHAT, new JsonObject().put("json", Frames.whole("a", "abort"))),
        Arguments.of("/v1/completions", stream(completion)),
        Arguments.of("/v1/completions", new JsonObject().put("json", completion)),
        Arguments.of("/generate", stream(generate)),
        Arguments.of("/generate", new JsonObject().put("json", generate)),
        Arguments.of("/generate", new JsonObject().put("json", "[" + generate + "]")));
  }

  private static JsonObject stream(String frame) {
    return frames(List.of("data: " + frame + "\n\n", Frames.DONE), "finish");
  }

  @ParameterizedTest
  @CsvSource({
    "/generate, 'text', 3, false",
    "/generate, 'text', 3, true",
    "/v1/completions, 'prompt', 3, false",
    "/v1/completions, 'prompt', 3, true",
    "/v1/chat/completions, 'n', 2, false",
    "/v1/chat/completions, 'n', 2, true"
  })
  void clientGone_waitingForSeveralAnswers_stopsEach(
      String path, String field, int answers, boolean stream) throws Exception {
    JsonObject script = stream ? frames(List.of(FRAME), "hang") : new JsonObject();
    JsonObject request = chat(Frames.MODEL, stream).put("script", script);
    request.put(field, field.equals("n") ? 2 : new JsonArray().add("a").add("b").add("c"));
    try (Socket client = open(path, request)) {
      await().until(() -> !control().getJsonArray("running").isEmpty());
      if (stream) {
        assertEquals('H', client.getInputStream().read());
      }
    }
    assertBackendIdle(-1);
    String rid = control().getJsonObject("last").getString("rid");
    for (int i = 0; i < answers; i++) {
      String answer = rid + "_" + i;
      await().until(() -> control().getJsonArray("aborted").contains(answer));
    }
  }

  @Test
  void strangerWithoutAKey_mayAbortNothing() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/abort_request"))
            .header("X-Forwarded-For", "10.0.0.1")
            .POST(HttpRequest.BodyPublishers.ofString("{\"rid\":\"a\"}"))
            .build();

    assertError(http.send(request, HttpResponse.BodyHandlers.ofString()), 403, "permission_error");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientThatEndsItsSending_afterTheRequest_getsItsAnswer(boolean stream) throws Exception {
    JsonObject script =
        stream
            ? frames(Frames.raw(List.of("hm", "</think>", "hi"), "stop"), "finish").put("gap", 300)
            : new JsonObject().put("json", Frames.whole("hm</think>hi", "stop"));
    try (Socket client = open(chat(Frames.MODEL, stream).put("script", script))) {
      client.setSoTimeout(20_000);
      client.shutdownOutput();

      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertTrue(answer.startsWith("HTTP/1.1 100 Continue\r\n\r\n"), answer);
      assertTrue(answer.contains(stream ? "data: [DONE]" : "\"content\":\"hi\""), answer);
    }
  }

  @Test
  void clientThatEndsItsSending_insideTheAnswer_getsTheRestInWholeChunks() throws Exception {
    JsonObject script = frames(Frames.raw(List.of("hm", "</think>", "hi"), "stop"), "finish");
    try (Socket client = open(chat(Frames.MODEL, true).put("script", script.put("gap", 300)))) {
      client.setSoTimeout(20_000);
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      while (!answer.readLine().isEmpty()) {}
      client.shutdownOutput();

      StringBuilder body = new StringBuilder();
      int size = Integer.parseInt(answer.readLine(), 16);
      while (size > 0) {
        char[] chunk = new char[size];
        for (int at = 0; at < size; ) {
          at += answer.read(chunk, at, size - at);
        }
        body.append(chunk);
        assertEquals("", answer.readLine());
        size = Integer.parseInt(answer.readLine(), 16);
      }

      assertTrue(body.toString().endsWith("data: [DONE]\n\n"), body.toString());
      assertEquals(List.of(""), answer.lines().toList());
    }
  }

  @Test
  void client_betweenRequests_thatEndsItsSending_isDone() throws Exception {
    try (Socket client = new Socket("127.0.0.1", port())) {
      client.setSoTimeout(20_000);
      client
          .getOutputStream()
          .write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertEquals('H', client.getInputStream().read());
      client.shutdownOutput();

      client.getInputStream().readAllBytes();
    }
  }

  @Test
  void clientGone_waitingForADescription_leavesNothingBehind() throws Exception {
    try (Socket client = new Socket("127.0.0.1", port())) {
      String head = "GET /get_server_info HTTP/1.1\r\nHost: x\r\n\r\n";
      client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      await().until(() -> control().getJsonArray("running").contains("info"));
    }
    await().until(() -> control().getJsonArray("running").isEmpty());
    await().until(() -> get("/metrics").body().contains("stepgate_requests_in_flight 0.0\n"));
  }

  @Test
  void description_comesWithoutSecrets() {
    HttpResponse<String> answer = get("/server_info");

    assertEquals("{\"tp_size\":4}", answer.body());
    assertEquals("scripted", answer.headers().firstValue("X-Stepgate-Backend").orElseThrow());
  }
}
