package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.testing.Artifact;
import io.stepgate.testing.ChatReply;
import io.stepgate.testing.Frames;
import io.stepgate.testing.Ran;
import io.stepgate.testing.RunningGateway;
import io.stepgate.testing.ScriptedBackend;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway, configured and started as operators do. */
class ServeIT {
  @TempDir Path folder;

  @Test
  void environmentAlone_inAStrangeLocale_isEnough() throws Exception {
    try (ScriptedBackend backend = new ScriptedBackend();
        RunningGateway gateway =
            RunningGateway.start(
                folder,
                Map.of(
                    "LC_ALL", "C",
                    "TZ", "Asia/Kathmandu",
                    "STEPGATE_BACKENDS_A_URL", "http://127.0.0.1:" + backend.port(),
                    "STEPGATE_BACKENDS_A_HARDWARE", "mi300x",
                    "STEPGATE_PARSE_REASONING_PARSER", "step3p5",
                    "STEPGATE_ROUTING_POLICY", "least-in-flight",
                    "STEPGATE_PORT", "tcp://10.0.0.1:8080",
                    "STEPGATE_SIMULATOR_PORT", "tcp://10.0.0.2:8080",
                    "STEPGATE_SIMULATOR_SERVICE_HOST", "10.0.0.2"),
                "-Duser.language=tr",
                "-Duser.country=TR")) {
      gateway.ready();
      List<String> frames = Frames.raw(List.of("İıI ", "你好</think>", "iI🙂"), "stop");
      JsonObject request =
          GatewayClient.chat("any", true).put("script", GatewayClient.frames(frames, "finish"));

      ChatReply reply =
          ChatReply.ofStream(gateway.post(GatewayClient.CHAT, request.encode()).body());

      assertEquals("İıI 你好", reply.reasoning.toString());
      assertEquals("iI🙂", reply.content.toString());
    }
  }

  @Test
  void fileInTheWorkingDirectory_isRead_andTheEnvironmentWins() throws Exception {
    Path config = Files.createDirectory(folder.resolve("config"));
    Files.writeString(
        config.resolve("application.properties"),
        "stepgate.backends.b.url=http://127.0.0.1:9\nstepgate.admission.max-body-size=1M\n");
    String big = "{\"messages\":[\"" + "x".repeat(1000) + "\"]}";

    try (RunningGateway gateway =
        RunningGateway.start(folder, Map.of("STEPGATE_ADMISSION_MAX_BODY_SIZE", "500"))) {
      GatewayClient.assertError(
          gateway.post(GatewayClient.CHAT, big), 413, "invalid_request_error");
      await().until(() -> gateway.get("/metrics").body().contains("backend=\"b\""));
    }
  }

  @Test
  void noBackend_isLiveButNotReadyAndSaysWhy() throws Exception {
    try (RunningGateway gateway = RunningGateway.start(folder, Map.of())) {
      HttpResponse<String> answer =
          gateway.post(GatewayClient.CHAT, GatewayClient.chat("m", true).encode());

      GatewayClient.assertError(answer, 503, "overloaded_error");
      assertTrue(answer.body().contains("no backend is configured"), answer.body());
      assertEquals(200, gateway.get("/q/health/live").statusCode());
      assertEquals(200, gateway.get("/q/health/started").statusCode());
      assertEquals(503, gateway.get("/q/health/ready").statusCode());
      assertEquals(503, gateway.get("/health").statusCode());
      gateway.terminate();
      assertEquals(143, gateway.exit());
    }
  }

  @Test
  void simulatorBesideIt_answers() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Map<String, String> environment =
        Map.of(
            "STEPGATE_SIMULATOR_ENABLED",
            "true",
            "STEPGATE_SIMULATOR_PORT",
            String.valueOf(port),
            "STEPGATE_SIMULATOR_PROFILE",
            "instant",
            "STEPGATE_ROUTING_FALLBACK_URL",
            "http://127.0.0.1:" + port);
    try (RunningGateway gateway = RunningGateway.start(folder, environment)) {
      gateway.ready();

      ChatReply reply =
          ChatReply.ofStream(
              gateway
                  .post(GatewayClient.CHAT, GatewayClient.chat(Frames.MODEL, true).encode())
                  .body());

      assertTrue(!reply.reasoning.isEmpty() && !reply.content.isEmpty());
      assertEquals("stop", reply.finish);
    }
  }

  @Test
  void portInUse_exitsOneAndNamesIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());

      Ran ran = Artifact.run(Map.of("QUARKUS_HTTP_HOST", "127.0.0.1", "QUARKUS_HTTP_PORT", port));

      assertEquals(1, ran.exit());
      assertTrue(ran.out().contains("Port " + port + " seems to be in use"), ran::out);
    }
  }
}
