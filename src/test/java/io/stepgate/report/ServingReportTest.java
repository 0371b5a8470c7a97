package io.stepgate.report;

import static io.stepgate.report.Figures.assertFigures;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ServingReportTest {
  private static final long MS = 1_000_000;

  @TestFactory
  Stream<DynamicTest> benchmarkRun_reported_everyFigureIsTheBenchmarks() throws IOException {
    return BenchVectors.all().stream()
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.id(),
                    () ->
                        assertFigures(
                            vector.expected(),
                            ServingReport.of(vector.samples(), vector.durationNanos()),
                            Figures.EXACT,
                            vector.id())));
  }

  @Test
  void randomRuns_reported_equalTheNaiveReading() {
    for (int seed = 0; seed < 40; seed++) {
      // Given
      Random random = new Random(seed);
      NaiveBenchmark naive = new NaiveBenchmark();
      long origin = random.nextLong() >> 8;
      naive.add(random, "step", origin);
      for (int i = random.nextInt(60); i > 0; i--) {
        naive.add(random, "step", origin + (long) (random.nextDouble() * 5e9));
      }
      // When
      ServingReport report = ServingReport.of(naive.samples, 7_123_456_789L);
      // Then
      assertFigures(
          naive.metrics(7.123456789, origin), report, Figures.EXACT, "random run " + seed);
    }
  }

  @Test
  void noRequest_reported_everythingIsZero() {
    ServingReport report = ServingReport.of(List.of(), 5_000 * MS);
    report
        .figures()
        .forEach(
            (key, value) -> {
              if (key.equals("duration")) {
                assertEquals(5.0, value);
              } else if (!key.equals("accept_length")) {
                assertEquals(0.0, value.doubleValue(), key);
              }
            });
  }

  @Test
  void noDuration_reported_ratesAreZeroNotInfinite() {
    RequestSample sample = new RequestRecorder(0).finish("step", 0, 1, 1);
    ServingReport report = ServingReport.of(List.of(sample), 0);
    assertEquals(1, report.completed());
    assertEquals(0.0, report.requestThroughput());
    assertEquals(0.0, report.concurrency());
  }

  @Test
  void oneTokenAnswer_reported_isInNoTpotAndNoItl() {
    // Given
    RequestRecorder one = new RequestRecorder(0);
    one.tokens(80 * MS, 1);
    RequestRecorder two = new RequestRecorder(0);
    two.tokens(100 * MS, 1);
    two.tokens(112 * MS, 1);
    // When
    ServingReport report =
        ServingReport.of(
            List.of(one.finish("step", 90 * MS, 5, 1), two.finish("step", 112 * MS, 5, 2)),
            1_000 * MS);
    // Then
    assertEquals(2, report.ttft().count());
    assertEquals(1, report.tpot().count());
    assertEquals(12.0, report.tpot().meanMs(), 1e-9);
    assertEquals(1, report.itl().count());
  }

  @Test
  void answerNotStreamed_reported_countsInThroughputAndLatencyAlone() {
    // Given
    RequestSample whole = new RequestRecorder(0).finish("step", 500 * MS, 10, 40);
    // When
    ServingReport report = ServingReport.of(List.of(whole), 1_000 * MS);
    // Then
    assertEquals(-1, whole.ttftNanos());
    assertEquals(40.0, report.outputThroughput(), 1e-9);
    assertEquals(500.0, report.e2eLatency().maxMs(), 1e-9);
    assertEquals(0, report.ttft().count() + report.tpot().count() + report.itl().count());
  }

  @Test
  void answerLongerThanKept_reported_momentsStayExactAndPercentilesClose() {
    // Given
    Random random = new Random(7);
    List<Double> gaps = new ArrayList<>();
    RequestRecorder recorder = new RequestRecorder(0);
    long at = 50 * MS;
    recorder.tokens(at, 1);
    for (int i = 0; i < 3 * TokenGaps.KEPT; i++) {
      long gap = 1 + random.nextInt(30_000_000);
      at += gap;
      recorder.tokens(at, 2);
      gaps.add(gap / 2.0 / MS);
      gaps.add(gap / 2.0 / MS);
    }
    // When
    ServingReport report =
        ServingReport.of(List.of(recorder.finish("step", at, 1, gaps.size() + 1)), at);
    // Then
    double[] sorted = gaps.stream().mapToDouble(v -> v).sorted().toArray();
    assertEquals(gaps.size(), report.itl().count());
    assertEquals(sorted[sorted.length - 1], report.itl().maxMs(), 1e-9);
    assertEquals(
        gaps.stream().mapToDouble(v -> v).average().orElseThrow(), report.itl().meanMs(), 1e-6);
    double p99 = NaiveBenchmark.percentile(sorted, 99);
    assertEquals(p99, report.itl().p99Ms(), p99 * Figures.SKETCHED);
  }

  @Test
  void report_writtenAsJson_isOneLineInTheBenchmarksOrderAndSpelling() throws IOException {
    // Given
    RequestRecorder recorder = new RequestRecorder(0);
    recorder.tokens(100 * MS, 1);
    recorder.tokens(110 * MS, 1);
    ServingReport report =
        ServingReport.of(List.of(recorder.finish("step", 125 * MS, 20_000_000, 2)), 500 * MS);
    RunArguments arguments =
        new RunArguments("a \"tag\"\n", "sglang", "random", 4, RunArguments.NOT_SET, 1000, 1000, 0);
    // When
    String line = report.toJson(arguments);
    // Then
    JsonNode json = new ObjectMapper().readTree(line);
    assertFalse(line.contains("\n"));
    assertTrue(line.startsWith("{\"tag\": \"a \\\"tag\\\"\\n\", \"backend\": \"sglang\", "));
    assertTrue(line.contains("\"request_rate\": 4.0, \"max_concurrency\": null, "), line);
    assertTrue(line.contains("\"input_throughput\": 40000000.0, "), line);
    assertTrue(line.contains("\"max_output_tokens_per_s\": 2.0, \"max_concurrent_requests\": 1}"));
    assertTrue(json.get("accept_length").isNull());
    assertEquals(10.0, json.get("max_itl_ms").asDouble());
    List<String> keys = new ArrayList<>();
    new ObjectMapper().readTree(report.toJson()).fieldNames().forEachRemaining(keys::add);
    assertEquals(List.copyOf(report.figures().keySet()), keys);
  }
}
