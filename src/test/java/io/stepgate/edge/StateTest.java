package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.ChatReply;
import io.stepgate.testing.Frames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What orchestrators and Prometheus ask for. */
@QuarkusTest
class StateTest extends GatewayClient {
  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health_generate"})
  void health_withAReadyBackend_is200AndEmpty(String path) {
    HttpResponse<String> answer = get(path);

    assertEquals(200, answer.statusCode());
    assertEquals("", answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/started"})
  void orchestratorsHealth_withAReadyBackend_isUp(String path) {
    HttpResponse<String> answer = get(path);

    assertEquals(200, answer.statusCode());
    assertEquals("UP", new JsonObject(answer.body()).getString("status"));
  }

  @Test
  void readiness_asked_namesTheBackends() {
    JsonArray checks = new JsonObject(get("/q/health/ready").body()).getJsonArray("checks");

    JsonObject backends =
        new JsonObject()
            .put("name", "backends")
            .put("status", "UP")
            .put("data", new JsonObject().put("scripted", "READY"));
    assertTrue(checks.stream().anyMatch(backends::equals), checks::encode);
  }

  @Test
  void metrics_afterAStream_haveEveryFamilyOfTheReadme() throws Exception {
    List<String> pieces =
        List.of(
            "think",
            "</think>",
            "answer",
            "<tool_call>\n<function=f>\n<parameter=a>\n",
            "1\n</parameter>\n</function>\n</tool_call>");
    JsonObject request =
        chat(Frames.MODEL, true)
            .put("tools", new JsonArray("[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"))
            .put("script", frames(Frames.raw(pieces, "stop"), "finish"));
    ChatReply reply = ChatReply.ofStream(post(CHAT, request).body());
    assertEquals(List.of("f"), reply.names);

    String metrics = get("/metrics").body();

    for (String family :
        List.of(
            "requests_total",
            "requests_in_flight",
            "backend_up",
            "backend_in_flight",
            "e2e_latency_seconds_bucket",
            "ttft_seconds_bucket",
            "tpot_seconds_bucket",
            "itl_seconds_bucket",
            "time_to_first_reasoning_seconds_bucket",
            "time_to_first_answer_seconds_bucket",
            "time_to_first_tool_call_seconds_bucket",
            "reasoning_duration_seconds_bucket",
            "overhead_seconds_bucket",
            "input_tokens_total",
            "output_tokens_total")) {
      assertTrue(
          metrics.lines().anyMatch(line -> line.matches("stepgate_" + family + "(\\{.*)? .*")),
          () -> family + " is not in\n" + metrics);
    }
    assertTrue(metrics.contains("jvm_memory_used_bytes"), metrics);
  }

  @Test
  void metrics_wishedAsOpenMetrics_areThat() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/metrics"))
            .header("Accept", "application/openmetrics-text; version=1.0.0")
            .build();

    HttpResponse<String> open = http.send(request, HttpResponse.BodyHandlers.ofString());
    HttpResponse<String> plain = get("/metrics");

    assertTrue(type(open).startsWith("application/openmetrics-text"), () -> type(open));
    assertTrue(open.body().endsWith("# EOF\n"));
    assertTrue(type(plain).startsWith("text/plain"), () -> type(plain));
  }

  private static String type(HttpResponse<String> answer) {
    return answer.headers().firstValue("Content-Type").orElseThrow();
  }
}
