package io.stepgate.ops;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.testing.Frames;
import io.stepgate.testing.PackagedGateway;
import io.stepgate.testing.ScriptedBackend;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged gateway sends its spans to a collector, and writes its lines as it is told. */
class TracingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CHAT = "/v1/chat/completions";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Buffer> received = new ConcurrentHashMap<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private ScriptedBackend backend;
  private HttpServer collector;

  @BeforeEach
  void start() {
    backend = new ScriptedBackend();
    collector =
        vertx
            .createHttpServer()
            .requestHandler(this::collect)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
  }

  @AfterEach
  void end() {
    backend.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Takes whatever comes, and answers as OTLP's two protocols want it. */
  private void collect(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              received.merge(request.path(), body, Buffer::appendBuffer);
              paths.add(request.path());
              if (request.path().startsWith("/opentelemetry")) {
                request.response().putHeader("content-type", "application/grpc");
                request.response().putTrailer("grpc-status", "0");
                request.response().end(Buffer.buffer(new byte[5]));
              } else {
                request.response().putHeader("content-type", "application/x-protobuf").end();
              }
            });
  }

  @ParameterizedTest
  @CsvSource({
    "http/protobuf, /v1/traces",
    "grpc, /opentelemetry.proto.collector.trace.v1.TraceService/Export"
  })
  void endpointConfigured_spansComeToTheCollector(String protocol, String path) throws Exception {
    Map<String, String> environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://127.0.0.1:" + collector.actualPort(),
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            protocol,
            "QUARKUS_OTEL_BSP_SCHEDULE_DELAY",
            "100ms",
            "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
            "true");
    try (PackagedGateway gateway = gateway(environment)) {
      assertEquals(200, chat(gateway, "X-Request-Id", "one", "traceparent", TRACEPARENT));

      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                String told = text(path);
                return told.contains("stepgate.request.id")
                    && told.contains("first_answer")
                    && told.contains("gen_ai.usage.output_tokens");
              });
      assertTrue(seen().startsWith("00-" + TRACE + "-"));
      assertNotEquals(TRACEPARENT, seen());
      JsonObject line = new JsonObject(line(gateway, "\"id\":\"one\""));
      assertEquals("io.stepgate.access", line.getString("loggerName"));
      assertEquals(200, line.getJsonObject("mdc").getInteger("status"));
      assertEquals(10, line.getJsonObject("mdc").getInteger("completion_tokens"));
      assertTrue(line.getJsonObject("mdc").getDouble("ttft_ms") > 0);
      for (String other : gateway.lines()) {
        assertTrue(other.startsWith("{"), other);
        new JsonObject(other);
      }
    }
    assertTrue(paths.stream().allMatch(path::equals), () -> "nothing but traces: " + paths);
  }

  @Test
  void shareOfNothing_aNewTraceIsPassedOnAsNotKept() throws Exception {
    Map<String, String> environment =
        Map.of(
            "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://127.0.0.1:" + collector.actualPort(),
            "OTEL_TRACES_SAMPLER_ARG",
            "0");
    try (PackagedGateway gateway = gateway(environment)) {
      assertEquals(200, chat(gateway, "X-Request-Id", "three"));

      assertTrue(seen().matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00"), seen());
    }
    assertEquals(List.of(), paths);
  }

  @Test
  void nothingConfigured_plainLinesAndTheClientsOwnTrace() throws Exception {
    try (PackagedGateway gateway = gateway(Map.of())) {
      assertEquals(200, chat(gateway, "X-Request-Id", "two", "traceparent", TRACEPARENT));

      assertEquals(TRACEPARENT, seen());
      String line = line(gateway, "id=two ");
      assertTrue(line.contains(" INFO  [io.stepgate.access] ("), line);
      assertTrue(line.matches(".* status=200 outcome=ok .* ttft_ms=\\d+\\.\\d{3} .*"), line);
    }
    assertEquals(List.of(), paths);
  }

  private PackagedGateway gateway(Map<String, String> environment) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("STEPGATE_BACKENDS_SCRIPTED_URL", "http://127.0.0.1:" + backend.port());
    return new PackagedGateway(folder, all);
  }

  private static int chat(PackagedGateway gateway, String... headers) throws Exception {
    List<String> frames = Frames.raw(List.of("hm", "</think>", "answer"), "stop");
    JsonObject request =
        new JsonObject()
            .put("model", Frames.MODEL)
            .put("stream", true)
            .put("messages", new JsonArray().add(new JsonObject().put("role", "user")))
            .put("script", new JsonObject().put("frames", new JsonArray(frames)));
    return gateway.post(CHAT, request.encode(), headers).statusCode();
  }

  private String text(String path) {
    Buffer body = received.getOrDefault(path, Buffer.buffer());
    return new String(body.getBytes(), StandardCharsets.ISO_8859_1);
  }

  /** The trace that the backend was told. */
  private String seen() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + backend.port() + "/control"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return new JsonObject(answer.body()).getJsonObject("last").getString("header.traceparent");
  }

  private static String line(PackagedGateway gateway, String mark) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> gateway.lines().stream().filter(line -> line.contains(mark)).findAny(),
            Optional::isPresent)
        .orElseThrow();
  }
}
