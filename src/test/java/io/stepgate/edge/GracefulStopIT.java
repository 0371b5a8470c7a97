package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.testing.Frames;
import io.stepgate.testing.ScriptedBackend;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway as a process of its own, stopped by a signal as containers are. */
class GracefulStopIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENING =
      Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");

  /** Together more than the sockets' buffers hold, so that an unread stream cannot be over. */
  private static final int FRAMES = 3000;

  private static final String TEXT = "x".repeat(4096);

  /** What an operating system says of a process that ended by SIGTERM: 128 + 15. */
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  private ScriptedBackend backend;
  private Process gateway;
  private int port;

  @BeforeEach
  void start() throws IOException {
    backend = new ScriptedBackend();
    Path log = folder.resolve("gateway.log");
    ProcessBuilder command = new ProcessBuilder(artifact());
    command.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
    command.environment().put("QUARKUS_HTTP_PORT", "0");
    command
        .environment()
        .put("STEPGATE_BACKENDS_SCRIPTED_URL", "http://127.0.0.1:" + backend.port());
    gateway = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Matcher listening = LISTENING.matcher(Files.readString(log));
              assertTrue(listening.find(), "not listening yet");
              port = Integer.parseInt(listening.group(1));
            });
    await().atMost(PATIENCE).untilAsserted(() -> assertEquals(200, ready()));
  }

  @AfterEach
  void end() {
    gateway.destroyForcibly();
    backend.close();
  }

  @Test
  void runningStream_whenTheGatewayIsToldToStop_reachesItsEnd() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.getOutputStream().write(request());
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      assertEquals("HTTP/1.1 200 OK", answer.readLine());

      gateway.toHandle().destroy();
      await().atMost(PATIENCE).untilAsserted(() -> assertEquals(503, ready()));

      List<String> events = answer.lines().filter(line -> line.startsWith("data: ")).toList();
      assertEquals("data: [DONE]", events.get(events.size() - 1));
      assertTrue(events.size() > FRAMES, () -> events.size() + " frames");
      assertTrue(events.stream().noneMatch(event -> event.startsWith("data: {\"error\"")));
    }
    assertEquals(TERMINATED, gateway.waitFor());
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
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  private int ready() throws IOException, InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** What the build made: a jar, or a native executable. */
  private static List<String> artifact() throws IOException {
    Properties built = new Properties();
    try (var in = Files.newInputStream(Path.of("target/quarkus-artifact.properties"))) {
      built.load(in);
    }
    String path = Path.of("target", built.getProperty("path")).toString();
    List<String> command = new ArrayList<>();
    if (built.getProperty("type").equals("jar")) {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-jar");
    }
    command.add(path);
    return command;
  }
}
