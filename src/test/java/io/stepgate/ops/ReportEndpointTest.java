package io.stepgate.ops;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.stepgate.testing.Frames;
import io.stepgate.testing.PacedBackendResource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PacedBackendResource.class)
class ReportEndpointTest {
  private static final String MODEL = PacedBackendResource.REPORT;

  @BeforeEach
  void aRequestWentBy() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get("/v1/models").asString().contains(MODEL));
    given()
        .body(
            new JsonObject()
                .put("model", MODEL)
                .put("stream", true)
                .put(
                    "script",
                    new JsonObject()
                        .put(
                            "frames",
                            new JsonArray(
                                List.of(
                                    "data: {\"text\":\"a\",\"meta_info\":{\"prompt_tokens\":3,"
                                        + "\"completion_tokens\":1}}\n\n",
                                    "data: {\"text\":\"ab\",\"meta_info\":{\"prompt_tokens\":3,"
                                        + "\"completion_tokens\":4}}\n\n",
                                    Frames.DONE)))
                        .put("end", "finish"))
                .encode())
        .post("/generate")
        .then()
        .statusCode(200);
    // A client hears the end of its answer a moment before that is filed.
    String report = "/benchmark/report?model=" + MODEL;
    await().until(() -> new JsonObject(get(report).asString()).getInteger("completed") > 0);
  }

  @Test
  void report_isJson_withTheBenchmarksKeys() {
    JsonObject report = new JsonObject(get("/benchmark/report?model=" + MODEL).asString());
    int completed = report.getInteger("completed");
    assertTrue(completed > 0);
    assertEquals(3 * completed, report.getInteger("total_input_tokens"));
    assertEquals(4 * completed, report.getInteger("total_output_tokens"));
    for (String key :
        List.of(
            "duration",
            "request_throughput",
            "median_ttft_ms",
            "p99_itl_ms",
            "max_itl_ms",
            "max_output_tokens_per_s",
            "max_concurrent_requests",
            "concurrency",
            "request_rate",
            "accept_length")) {
      assertTrue(report.containsKey(key), key);
    }
  }

  @Test
  void report_asText_isTheTable() {
    given()
        .accept("text/plain")
        .get("/benchmark/report")
        .then()
        .statusCode(200)
        .contentType("text/plain")
        .body(startsWith("============ Serving Benchmark Result ============\nBackend: "))
        .body(containsString("\nP95 ITL (ms):"))
        .body(not(containsString("P95 TTFT (ms):")));
    given()
        .accept("text/plain")
        .get("/benchmark/report?layout=current")
        .then()
        .body(containsString("\nP95 TTFT (ms):"));
  }

  @Test
  void comparison_namesTheHardwareOfThePublishedRow() {
    given()
        .get("/benchmark/report?compare=seed")
        .then()
        .statusCode(200)
        .body("comparison.reference.hardware", equalTo("4x NVIDIA H200"))
        .body("comparison.figures.median_ttft_ms.seed", equalTo(80.93f));
    given()
        .accept("text/plain")
        .get("/benchmark/report?compare=seed")
        .then()
        .body(containsString("4x NVIDIA H200"))
        .body(containsString("\nmedian_ttft_ms"));
  }

  @Test
  void badParameters_areNamed_withWhatIsAllowed() {
    refused("window=0s", "window", "from 1s to 60m");
    refused("window=2h", "window", "from 1s to 60m");
    refused("window=5 parsecs", "window", "such as 30s");
    refused("layout=wide", "layout", "seed, current");
    refused("compare=nobody", "compare", "none, seed");
    refused("windwo=5m", "windwo", "window, model, compare, layout");
    refused("window=1m&window=2m", "window", "more than once");
    get("/benchmark/report?model=unheard-of")
        .then()
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"))
        .body("error.message", containsString(MODEL));
  }

  @Test
  void methodThatChanges_isToldWhichOneThereIs_andHeadIsAsGet() {
    for (String path : List.of("/benchmark/report", "/benchmark/metrics")) {
      given()
          .post(path)
          .then()
          .statusCode(405)
          .header("Allow", "GET")
          .body("error.type", equalTo("invalid_request_error"));
      given().head(path).then().statusCode(200);
    }
  }

  private static void refused(String query, String param, String allowed) {
    get("/benchmark/report?" + query)
        .then()
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", equalTo(param))
        .body("error.message", containsString(allowed));
  }

  @Test
  void windows_areSecondsMinutesOrHours() {
    for (String window : List.of("1s", "90", "5m", "1h")) {
      get("/benchmark/report?window=" + window).then().statusCode(200);
    }
  }

  @Test
  void aModelWithoutTraffic_hasZeros() {
    get("/benchmark/report?model=" + PacedBackendResource.COMPLETIONS + "&window=3s")
        .then()
        .statusCode(200);
  }

  @Test
  void gauges_haveTheReportsKeys_inBothTextFormats() {
    Response plain = get("/benchmark/metrics");
    assertTrue(
        plain.asString().contains("# TYPE stepgate_benchmark_median_ttft_ms gauge\n"),
        plain.asString());
    assertTrue(plain.asString().contains("stepgate_benchmark_completed{model=\"" + MODEL + "\"} "));
    given()
        .accept("application/openmetrics-text; version=1.0.0")
        .get("/benchmark/metrics")
        .then()
        .contentType("application/openmetrics-text")
        .body(containsString("stepgate_benchmark_completed"))
        .body(org.hamcrest.Matchers.endsWith("# EOF\n"));
  }

  @Test
  void metrics_haveTheFamiliesOfTheContract() {
    String metrics = get("/metrics").asString();
    String labels =
        "{backend=\"paced\",endpoint=\"/generate\",model=\"" + MODEL + "\",streaming=\"true\"";
    for (String family :
        List.of(
            "stepgate_e2e_latency_seconds",
            "stepgate_ttft_seconds",
            "stepgate_tpot_seconds",
            "stepgate_itl_seconds",
            "stepgate_time_to_first_answer_seconds",
            "stepgate_overhead_seconds")) {
      assertTrue(metrics.contains(family + "_count" + labels), family);
      assertTrue(metrics.contains("# TYPE " + family + " histogram\n"), family);
    }
    assertTrue(metrics.contains("stepgate_input_tokens_total{model=\"" + MODEL + "\""));
    assertTrue(
        metrics.contains("stepgate_output_tokens_total{model=\"" + MODEL + "\",phase=\"answer\""));
    assertTrue(metrics.contains("stepgate_streams_in_flight{phase=\"reasoning\""));
    assertTrue(metrics.contains("gen_ai_server_time_to_first_token_seconds_bucket"), "asked for");
    given()
        .accept("application/openmetrics-text; version=1.0.0")
        .get("/metrics")
        .then()
        .contentType("application/openmetrics-text");
  }

  @Test
  void aModelWhoseBackendWentAway_keepsItsLabel() {
    String leaving = PacedBackendResource.LEAVING;
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get("/v1/models").asString().contains(leaving));
    JsonObject request =
        new JsonObject().put("model", leaving).put("script", new JsonObject().put("leave", true));
    given().body(request.encode()).post("/generate").then().statusCode(200);

    given().body(request.encode()).post("/generate").then().statusCode(502);
    given().body(request.encode()).post("/generate").then().statusCode(503);

    String counted = "stepgate_requests_total{endpoint=\"/generate\",model=\"" + leaving;
    for (String outcome : List.of("ok", "upstream_error", "overloaded_error")) {
      String series = counted + "\",outcome=\"" + outcome + "\"} 1.0\n";
      await().until(() -> get("/metrics").asString().contains(series));
    }
  }

  @Test
  void tokensThatNoFrameCanBring_areNoEndlessWork() {
    String model = PacedBackendResource.BROKEN;
    List<String> frames = new ArrayList<>();
    for (int count : new int[] {1, 1_000_000_000, 2_000_000_000}) {
      frames.add("data: {\"text\":\"a\",\"meta_info\":{\"completion_tokens\":" + count + "}}\n\n");
    }
    frames.add(Frames.DONE);
    JsonObject script =
        new JsonObject().put("frames", new JsonArray(frames)).put("gap", 20).put("end", "finish");
    JsonObject request =
        new JsonObject().put("model", model).put("stream", true).put("script", script);

    given().body(request.encode()).post("/generate").then().statusCode(200);

    String gaps =
        "stepgate_itl_seconds_count{backend=\"paced\",endpoint=\"/generate\",model=\""
            + model
            + "\",streaming=\"true\"} ";
    await().until(() -> get("/metrics").asString().contains(gaps));
    String metrics = get("/metrics").asString();
    int at = metrics.indexOf(gaps) + gaps.length();
    double count = Double.parseDouble(metrics.substring(at, metrics.indexOf('\n', at)));
    assertTrue(count >= 2 && count <= 2 * 1024, "gaps entered: " + count);
  }

  /** Its two pieces are one of thinking and one of answer, whatever their lengths. */
  @Test
  void aWholeAnswer_isThinkingAndAnswerByTheirLengths_andNoTokenOnItsWay() {
    String model = PacedBackendResource.WHOLE;
    String answer = Frames.whole("t".repeat(90) + "</think>" + "a".repeat(10), "stop");
    JsonObject request =
        new JsonObject()
            .put("model", model)
            .put("stream", true)
            .put("messages", new JsonArray().add(new JsonObject().put("role", "user")))
            .put("script", new JsonObject().put("json", answer));

    given().body(request.encode()).post("/v1/chat/completions").then().statusCode(200);

    String tokens = "stepgate_output_tokens_total{model=\"" + model + "\",phase=\"";
    await().until(() -> get("/metrics").asString().contains(tokens + "reasoning\"} 9.0\n"));
    String metrics = get("/metrics").asString();
    assertTrue(metrics.contains(tokens + "answer\"} 1.0\n"));
    String labels =
        "{backend=\"paced\",endpoint=\"/v1/chat/completions\",model=\""
            + model
            + "\",streaming=\"true\"} ";
    assertTrue(metrics.contains("stepgate_e2e_latency_seconds_count" + labels + "1.0\n"));
    assertTrue(metrics.contains("stepgate_ttft_seconds_count" + labels + "0.0\n"));
    assertTrue(metrics.contains("stepgate_tpot_seconds_count" + labels + "0.0\n"));
    assertTrue(
        metrics
            .lines()
            .noneMatch(
                line ->
                    line.startsWith("gen_ai_server_time_to_first_token") && line.contains(model)));
  }

  @Test
  void aModelThatAClientMadeUp_isNoLabel() {
    given()
        .body("{\"model\":\"made-up-by-a-client\",\"text\":\"a\"}")
        .post("/generate")
        .then()
        .statusCode(404);
    assertTrue(!get("/metrics").asString().contains("made-up"));
  }
}
