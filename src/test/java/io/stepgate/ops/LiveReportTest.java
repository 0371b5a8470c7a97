package io.stepgate.ops;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.stepgate.report.NaiveBenchmark;
import io.stepgate.testing.BenchClient;
import io.stepgate.testing.Frames;
import io.stepgate.testing.MeasuredBackendResource;
import io.stepgate.testing.PacedBackendResource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs of known timing through the gateway, measured on both sides: by a client that follows the
 * benchmark's definitions, and by the gateway's own report.
 */
@QuarkusTest
@WithTestResource(MeasuredBackendResource.class)
class LiveReportTest {
  private static final int GAP_MS = 20;
  private static final int FRAMES = 25;
  private static final int REQUESTS = 6;
  private static final int PROMPT = 7;
  private static final double NANOS_PER_MS = 1e6;

  @BeforeEach
  void modelsAreKnown() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get("/v1/models").contains(PacedBackendResource.FAILING));
  }

  @Test
  void chatThatIsTakenApart_agreesWithTheClient() throws Exception {
    List<String> text = new ArrayList<>();
    for (int i = 0; i < FRAMES / 2; i++) {
      text.add(" thought" + i);
    }
    text.add("</think>");
    for (int i = 0; i < FRAMES / 2; i++) {
      text.add(" word" + i);
    }
    List<String> frames = Frames.raw(text, "stop");
    int tokens = FRAMES - 1;
    frames.replaceAll(
        frame ->
            frame.contains("\"usage\"")
                ? "data: {\"choices\":[],\"usage\":" + usage(tokens) + "}\n\n"
                : frame);

    agrees(PacedBackendResource.CHAT, "/v1/chat/completions", frames, tokens);
  }

  @Test
  void completions_agreeWithTheClient() throws Exception {
    List<String> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      frames.add("data: {\"choices\":[{\"index\":0,\"text\":\" word\"}]}\n\n");
    }
    frames.add("data: {\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"stop\"}]}\n\n");
    frames.add("data: {\"choices\":[],\"usage\":" + usage(2 * FRAMES) + "}\n\n");
    frames.add(Frames.DONE);

    agrees(PacedBackendResource.COMPLETIONS, "/v1/completions", frames, 2 * FRAMES);
  }

  @Test
  void generate_withSeveralTokensInAFrame_agreesWithTheClient() throws Exception {
    List<String> frames = new ArrayList<>();
    int tokens = 0;
    for (int i = 0; i < FRAMES; i++) {
      tokens += i % 3;
      frames.add(
          "data: {\"text\":\""
              + "x".repeat(i)
              + "\",\"meta_info\":{\"prompt_tokens\":7,\"completion_tokens\":"
              + tokens
              + "}}\n\n");
    }
    frames.add(Frames.DONE);

    agrees(PacedBackendResource.GENERATE, "/generate", frames, tokens);
  }

  @Test
  void whatFails_isInNoLatency_andCountedByOutcome() throws Exception {
    List<String> frames = List.of("data: {\"choices\":[{\"index\":0,\"text\":\" word\"}]}\n\n");

    RestAssured.given()
        .body(request(PacedBackendResource.FAILING, frames).encode())
        .post("/v1/completions");

    assertEquals(0, report(PacedBackendResource.FAILING).getInteger("completed"));
    String labels =
        "{endpoint=\"/v1/completions\",model=\"paced-failing\",outcome=\"upstream_error\"} 1.0";
    await().until(() -> get("/metrics").contains("stepgate_requests_total" + labels));
    assertTrue(
        !get("/metrics")
            .contains(
                "e2e_latency_seconds_count{backend=\"paced\",endpoint=\"/v1/completions\",model=\"paced-failing\""));
  }

  /**
   * Runs once cold, which is in neither side's figures, and then until both sides agree: on a busy
   * machine a thread may be held up between what it does and the reading of its clock, which no
   * tolerance covers. A wrong definition disagrees each time.
   */
  private static void agrees(String model, String path, List<String> frames, int tokens)
      throws Exception {
    BenchClient client = new BenchClient(uri(path));
    run(client, request(PacedBackendResource.COLD, frames), tokens);
    List<String> differing = List.of("never ran");
    for (String one : PacedBackendResource.tries(model)) {
      if (!differing.isEmpty()) {
        differing = differing(client, one, path, frames, tokens);
      }
    }
    assertEquals(List.of(), differing, path);
  }

  private static List<String> differing(
      BenchClient client, String model, String path, List<String> frames, int tokens)
      throws Exception {
    NaiveBenchmark measured = new NaiveBenchmark();
    long begin = System.nanoTime();
    measured.requests.addAll(run(client, request(model, frames), tokens));
    double seconds = (System.nanoTime() - begin) / 1e9;
    JsonObject live = report(model);
    Map<String, Double> expected = measured.metrics(seconds, begin);
    expected.put("duration", seconds);

    double noise = noiseMs(measured, frames);
    List<String> differing = new ArrayList<>();
    for (Map.Entry<String, Double> figure : expected.entrySet()) {
      double here = live.getDouble(figure.getKey());
      double there = figure.getValue();
      if (!(Math.abs(here - there) <= tolerance(figure.getKey(), there, noise, seconds))) {
        differing.add(figure.getKey() + " " + there + ", live " + here + ", noise " + noise);
      }
    }
    return differing;
  }

  /**
   * How far the client itself saw a gap or an end from the beat. What delays the gateway delays the
   * client with it, so two readings of one moment differ by at most twice that.
   */
  private static double noiseMs(NaiveBenchmark client, List<String> frames) {
    double noise = 0;
    for (NaiveBenchmark.Request request : client.requests) {
      double beats = (double) GAP_MS * frames.size();
      noise = Math.max(noise, Math.abs(request.latencyNanos() / NANOS_PER_MS - beats));
      double sum = request.itlNanos().stream().mapToDouble(Double::doubleValue).sum();
      for (double gap : request.itlNanos()) {
        noise = Math.max(noise, Math.abs(gap / NANOS_PER_MS - GAP_MS) % GAP_MS);
      }
      noise = Math.max(noise, Math.abs(sum / NANOS_PER_MS % GAP_MS));
    }
    return noise;
  }

  private static double tolerance(String key, double value, double noiseMs, double seconds) {
    if (key.equals("completed") || key.startsWith("total_") && key.endsWith("_tokens")) {
      return 0;
    }
    if (key.endsWith("_ms")) {
      return 2 * noiseMs + 0.005 * value;
    }
    if (key.startsWith("max_")) {
      // Whole seconds begin elsewhere on each side, so a burst may fall into one or into two.
      return value / 2;
    }
    double sides = 2 * noiseMs / 1000 / seconds;
    return key.equals("duration") ? 2 * noiseMs / 1000 : value * sides + value * 0.02;
  }

  private static List<NaiveBenchmark.Request> run(
      BenchClient client, JsonObject request, int tokens) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(REQUESTS);
    try {
      List<Callable<NaiveBenchmark.Request>> calls = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        calls.add(() -> client.run(request, PROMPT, tokens));
      }
      List<NaiveBenchmark.Request> measured = new ArrayList<>();
      for (Future<NaiveBenchmark.Request> done : threads.invokeAll(calls)) {
        measured.add(done.get());
      }
      return measured;
    } finally {
      threads.shutdown();
    }
  }

  private static JsonObject request(String model, List<String> frames) {
    return new JsonObject()
        .put("model", model)
        .put("stream", true)
        .put("messages", new JsonArray().add(new JsonObject().put("role", "user")))
        .put("script", new JsonObject().put("frames", new JsonArray(frames)).put("gap", GAP_MS));
  }

  private static String usage(int tokens) {
    return "{\"prompt_tokens\":7,\"completion_tokens\":" + tokens + ",\"reasoning_tokens\":0}";
  }

  private static JsonObject report(String model) {
    return new JsonObject(get(ReportEndpoint.REPORT + "?window=1m&model=" + model));
  }

  private static String get(String path) {
    return RestAssured.get(path).asString();
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + RestAssured.port + path);
  }
}
