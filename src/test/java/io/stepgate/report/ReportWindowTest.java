package io.stepgate.report;

import static io.stepgate.report.Figures.assertFigures;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReportWindowTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  @TestFactory
  Stream<DynamicTest> benchmarkRun_throughTheWindow_figuresAreTheBenchmarks() throws IOException {
    return BenchVectors.all().stream()
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.id(),
                    () -> {
                      ReportWindow window = new ReportWindow();
                      vector.samples().forEach(window::record);
                      assertFigures(
                          vector.expected(),
                          window.report(FIVE_MINUTES, vector.endNanos()),
                          Figures.SKETCHED,
                          vector.id());
                    }));
  }

  @Test
  void randomTraffic_overManySlices_figuresAreTheNaiveOnes() {
    for (int seed = 0; seed < 15; seed++) {
      // Given
      Random random = new Random(seed);
      NaiveBenchmark naive = new NaiveBenchmark();
      ReportWindow window = new ReportWindow();
      long origin = (random.nextInt() - 1_000_000_000L) * SECOND;
      window.record(naive.add(random, "a", origin));
      for (int i = 0; i < 300; i++) {
        String model = random.nextBoolean() ? "a" : "b";
        window.record(naive.add(random, model, origin + (long) (random.nextDouble() * 60e9)));
      }
      // When
      ServingReport report = window.report(FIVE_MINUTES, origin + 100 * SECOND);
      // Then
      assertFigures(naive.metrics(100, origin), report, Figures.SKETCHED, "seed " + seed);
    }
  }

  @Test
  void nothingRecorded_asked_givesZerosOverTheWindowsLength() {
    ServingReport report = new ReportWindow().report(FIVE_MINUTES, 1_000 * SECOND);
    assertEquals(300.0, report.duration());
    assertEquals(0, report.completed());
    assertEquals(0.0, report.requestThroughput());
    assertEquals(0.0, report.itl().p99Ms());
  }

  @Test
  void firstRequestWithinTheWindow_asked_durationIsSinceItsStart() {
    ReportWindow window = new ReportWindow();
    window.record(request("step", 1_000 * SECOND, 2 * SECOND));
    ServingReport report = window.report(FIVE_MINUTES, 1_010 * SECOND);
    assertEquals(10.0, report.duration());
    assertEquals(0.2, report.concurrency(), 1e-9);
  }

  @Test
  void requestsOfTwoAges_askedForTwoWindows_theShorterLeavesOutTheOlder() {
    // Given
    ReportWindow window = new ReportWindow();
    window.record(request("step", 100 * SECOND, 4 * SECOND));
    window.record(request("step", 900 * SECOND, SECOND));
    // When
    ServingReport shorter = window.report(FIVE_MINUTES, 1_003 * SECOND);
    ServingReport longer = window.report(Duration.ofMinutes(30), 1_003 * SECOND);
    // Then
    assertEquals(1, shorter.completed());
    assertEquals(1000.0, shorter.e2eLatency().maxMs());
    // Whole slices: from 700 on, where 703 was asked.
    assertEquals(303.0, shorter.duration());
    assertEquals(2, longer.completed());
    assertEquals(903.0, longer.duration());
  }

  @Test
  void trafficOlderThanTheReach_asked_isGone() {
    ReportWindow window = new ReportWindow();
    window.record(request("step", 0, SECOND));
    long now = 2 * 3600 * SECOND;
    assertEquals(0, window.report(Duration.ofDays(9), now).completed());
    window.record(request("step", now - SECOND, SECOND));
    ServingReport report = window.report(Duration.ofDays(9), now);
    assertEquals(1, report.completed());
    assertEquals(3600.0, report.duration());
    assertEquals(1, report.maxConcurrentRequests());
  }

  @Test
  void requestEndingInASealedSlice_recordedLate_isNotLost() {
    // Given
    ReportWindow window = new ReportWindow();
    window.record(request("step", 100 * SECOND, SECOND));
    window.record(request("step", 200 * SECOND, SECOND));
    // When
    window.record(request("step", 100 * SECOND, 2 * SECOND));
    // Then
    assertEquals(3, window.report(FIVE_MINUTES, 210 * SECOND).completed());
    ServingReport recent = window.report(Duration.ofSeconds(20), 210 * SECOND);
    assertEquals(1, recent.completed());
  }

  @Test
  void requestLongerThanTheWindow_recorded_touchesOnlyTheSecondsCovered() {
    ReportWindow window = new ReportWindow();
    window.record(request("step", -9_000 * SECOND, 9_001 * SECOND));
    ServingReport report = window.report(Duration.ofSeconds(10), 5 * SECOND);
    assertEquals(1, report.completed());
    assertEquals(10.0, report.duration());
    assertEquals(1, report.maxConcurrentRequests());
  }

  @Test
  void moreModelsThanTheBound_recorded_shareOneLane() {
    // Given
    ReportWindow window =
        new ReportWindow(
            new ReportWindow.Bounds(Duration.ofSeconds(5), Duration.ofMinutes(1), 2, 1 << 20));
    // When
    for (String model : List.of("a", ReportWindow.OTHER, "b", "c", "d", "a")) {
      window.record(request(model, 0, SECOND));
    }
    // Then
    Duration minute = Duration.ofMinutes(1);
    assertEquals(List.of("a", "b", ReportWindow.OTHER), window.models());
    assertEquals(2, window.report("a", minute, SECOND).completed());
    assertEquals(3, window.report(ReportWindow.OTHER, minute, SECOND).completed());
    assertEquals(6, window.report(minute, SECOND).completed());
    assertThrows(NoSuchElementException.class, () -> window.report("c", minute, SECOND));
  }

  @Test
  void badWindowOrBounds_given_areRefused() {
    ReportWindow window = new ReportWindow();
    Duration hour = Duration.ofHours(1);
    Duration slice = Duration.ofSeconds(5);
    assertThrows(IllegalArgumentException.class, () -> window.report(Duration.ZERO, 0));
    assertThrows(IllegalArgumentException.class, () -> bounds(Duration.ofMillis(1500), hour, 1));
    assertThrows(IllegalArgumentException.class, () -> bounds(Duration.ZERO, hour, 1));
    assertThrows(IllegalArgumentException.class, () -> bounds(slice, Duration.ofSeconds(7), 1));
    assertThrows(IllegalArgumentException.class, () -> bounds(slice, Duration.ofDays(2), 1));
    assertThrows(IllegalArgumentException.class, () -> bounds(slice, hour, 0));
  }

  private static ReportWindow.Bounds bounds(Duration slice, Duration reach, int models) {
    return new ReportWindow.Bounds(slice, reach, models, 1);
  }

  private static RequestSample request(String model, long start, long latency) {
    RequestRecorder recorder = new RequestRecorder(start);
    recorder.tokens(start + latency / 2, 1);
    recorder.tokens(start + latency, 1);
    return recorder.finish(model, start + latency, 3, 2);
  }
}
