package io.stepgate.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.testing.Frames;
import io.stepgate.testing.RawHttp2;
import io.stepgate.testing.RunningGateway;
import io.stepgate.testing.ScriptedBackend;
import io.stepgate.testing.WireClient;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged gateway as a process of its own, stopped by a signal as containers are. */
class GracefulStopIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String IN_FLIGHT = "\nstepgate_requests_in_flight ";

  /** Together more than the sockets' buffers hold, so that an unread stream cannot be over. */
  private static final int FRAMES = 3000;

  private static final String TEXT = "x".repeat(4096);

  /** What an operating system says of a process that ended by SIGTERM: 128 + 15. */
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  private ScriptedBackend backend;
  private RunningGateway gateway;

  @BeforeEach
  void start() throws IOException {
    backend = new ScriptedBackend();
    gateway =
        RunningGateway.start(
            folder, Map.of("STEPGATE_BACKENDS_SCRIPTED_URL", "http://127.0.0.1:" + backend.port()));
    gateway.ready();
  }

  @AfterEach
  void end() {
    gateway.close();
    backend.close();
  }

  @Test
  void runningStream_whenTheGatewayIsToldToStop_reachesItsEnd() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      client.getOutputStream().write(request());
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      assertEquals("HTTP/1.1 200 OK", answer.readLine());

      gateway.terminate();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertEquals(503, gateway.get("/q/health/ready").statusCode()));

      List<String> events = answer.lines().filter(line -> line.startsWith("data: ")).toList();
      assertEquals("data: [DONE]", events.get(events.size() - 1));
      assertTrue(events.size() > FRAMES, () -> events.size() + " frames");
      assertTrue(events.stream().noneMatch(event -> event.startsWith("data: {\"error\"")));
    }
    assertEquals(TERMINATED, gateway.exit());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void streamThatOutlastsTheTimeout_isEndedByAnErrorFrame(boolean http2) throws Exception {
    gateway.close();
    gateway =
        RunningGateway.start(
            folder,
            Map.of(
                "STEPGATE_BACKENDS_SCRIPTED_URL",
                "http://127.0.0.1:" + backend.port(),
                "QUARKUS_SHUTDOWN_TIMEOUT",
                "1S"));
    gateway.ready();
    String body =
        new JsonObject()
            .put("model", Frames.MODEL)
            .put("stream", true)
            .put("messages", new JsonArray().add(new JsonObject().put("role", "user")))
            .put(
                "script",
                new JsonObject()
                    .put("frames", new JsonArray(Frames.raw(List.of("hm"), "stop").subList(0, 2)))
                    .put("end", "hang"))
            .encode();

    String answer = http2 ? stoppedOverHttp2(body) : stopped(body);

    String end = answer.substring(answer.indexOf("event: error\n"));
    assertTrue(end.contains("\"type\":\"overloaded_error\""), end);
    assertTrue(end.contains("data: [DONE]\n\n"), end);
    assertEquals(TERMINATED, gateway.exit());
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void requestsThatOutlastTheTimeout_beforeTheirAnswersBegin_areAnsweredWithAnError(
      HttpVersion version) throws Exception {
    gateway.close();
    gateway =
        RunningGateway.start(
            folder,
            Map.of(
                "STEPGATE_BACKENDS_SCRIPTED_URL",
                "http://127.0.0.1:" + backend.port(),
                "STEPGATE_ADMISSION_MAX_IN_FLIGHT",
                "1",
                "QUARKUS_SHUTDOWN_TIMEOUT",
                "1S"));
    gateway.ready();
    JsonObject chat =
        new JsonObject()
            .put("model", Frames.MODEL)
            .put("messages", new JsonArray().add(new JsonObject().put("role", "user")))
            .put("script", new JsonObject());
    String path = "/v1/chat/completions";
    try (WireClient client = new WireClient(version, gateway.port())) {
      WireClient.Running whole = client.begin("POST", path, chat.encode());
      await().until(() -> gateway.get("/metrics").body().contains(IN_FLIGHT + "1.0\n"));
      WireClient.Running waiting = client.begin("POST", path, chat.put("stream", true).encode());
      await().until(() -> gateway.get("/metrics").body().contains(IN_FLIGHT + "2.0\n"));

      gateway.terminate();

      for (WireClient.Running request : List.of(whole, waiting)) {
        WireClient.Answer answer = request.answer().join();
        assertEquals(503, answer.status(), answer.body());
        assertTrue(answer.body().contains("\"type\":\"overloaded_error\""), answer.body());
      }
    }
    assertEquals(TERMINATED, gateway.exit());
  }

  private String stopped(String body) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      client.setSoTimeout((int) PATIENCE.toMillis());
      String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n";
      client.getOutputStream().write((head.formatted(body.length()) + body).getBytes(US_ASCII));
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("data: ") < 0) {
        answer.append((char) client.getInputStream().read());
      }
      gateway.terminate();
      return answer + new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String stoppedOverHttp2(String body) throws Exception {
    try (RawHttp2 client = new RawHttp2(gateway.port())) {
      client
          .head(1, 0, "POST", "/v1/chat/completions")
          .data(1, RawHttp2.END_STREAM, body)
          .send()
          .next(RawHttp2.HEADERS);
      gateway.terminate();
      StringBuilder answer = new StringBuilder();
      RawHttp2.Frame frame;
      do {
        frame = client.next(RawHttp2.DATA);
        answer.append(new String(frame.payload(), StandardCharsets.UTF_8));
      } while ((frame.flags() & RawHttp2.END_STREAM) == 0);
      return answer.toString();
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1, 0S", "HTTP_1_1, 30S", "HTTP_2, 0S", "HTTP_2, 30S"})
  void health_whileAStoppingGatewayFinishesAStream_saysThatItStops(
      HttpVersion version, String delay) throws Exception {
    gateway.close();
    gateway =
        RunningGateway.start(
            folder,
            Map.of(
                "STEPGATE_BACKENDS_SCRIPTED_URL",
                "http://127.0.0.1:" + backend.port(),
                "QUARKUS_SHUTDOWN_DELAY",
                delay));
    gateway.ready();
    JsonObject chat =
        new JsonObject()
            .put("model", Frames.MODEL)
            .put("stream", true)
            .put("messages", new JsonArray().add(new JsonObject().put("role", "user")))
            .put(
                "script",
                new JsonObject()
                    .put("frames", new JsonArray(Frames.raw(List.of("hm"), "stop").subList(0, 2)))
                    .put("end", "hang"));
    try (WireClient client = new WireClient(version, gateway.port());
        WireClient asking = new WireClient(version, gateway.port())) {
      WireClient.Running stream = client.begin("POST", "/v1/chat/completions", chat.encode());
      assertEquals(200, stream.status().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(200, asking.send("GET", "/health", null).status());

      gateway.terminate();

      for (String path : List.of("/health", "/health_generate")) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  WireClient.Answer health = asking.send("GET", path, null);
                  assertEquals(503, health.status());
                  assertTrue(health.body().contains("the gateway is stopping"), health::body);
                });
      }
      assertFalse(stream.answer().isDone());
    }
  }

  /** It has no end of its own: what was waited for would be cut off in the middle of its answer. */
  @Test
  void openLivePage_whenTheGatewayIsToldToStop_isEnded() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      client
          .getOutputStream()
          .write("GET /live/events HTTP/1.1\r\nHost: gateway\r\n\r\n".getBytes(US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      assertEquals("HTTP/1.1 200 OK", answer.readLine());
      String event = answer.readLine();
      while (!event.startsWith("data: ")) {
        event = answer.readLine();
      }

      gateway.terminate();

      List<String> rest = answer.lines().filter(line -> !line.isEmpty()).toList();
      assertEquals("0", rest.get(rest.size() - 1), "the last chunk");
    }
    assertEquals(TERMINATED, gateway.exit());
  }

  private static byte[] request() {
    JsonArray frames = new JsonArray(Frames.raw(Collections.nCopies(FRAMES, TEXT), "stop"));
    byte[] body =
        new JsonObject()
            .put("model", Frames.MODEL)
            .put("stream", true)
            .put("messages", new JsonArray().add(new JsonObject().put("role", "user")))
            .put("script", new JsonObject().put("frames", frames))
            .encode()
            .getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }
}
