package io.stepgate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a {@link ReportWindow} promises under load: nothing lost, and a bound on its memory. */
class ReportWindowLoadTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void severalThreads_recordAndReadAtOnce_loseNothing() throws Exception {
    // Given
    int threads = 8;
    int each = 2_000;
    ReportWindow window = new ReportWindow();
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Callable<Void>> loops = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int seed = thread;
      loops.add(
          () -> {
            start.await();
            for (int i = 0; i < each; i++) {
              // Each loop's time runs from 0 to 100 s, so that slices are sealed and reopened.
              long at = i * 50 * MS;
              window.record(request("model-" + (i + seed) % 12, at, 40 * MS, 10 * MS));
              if (i % 500 == 0) {
                window.report(HOUR, at);
              }
            }
            return null;
          });
    }
    // When
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<Void> loop : pool.invokeAll(loops)) {
        loop.get();
      }
    } finally {
      pool.shutdownNow();
    }
    // Then
    ServingReport report = window.report(HOUR, 101 * SECOND);
    long perModel = 0;
    for (String model : window.models()) {
      perModel += window.report(model, HOUR, 101 * SECOND).completed();
    }
    assertEquals(threads * each, report.completed());
    assertEquals(threads * each, perModel);
    assertEquals(2L * threads * each, report.totalOutputTokens());
    assertEquals((long) threads * each, report.itl().count());
    assertEquals(9, window.models().size());
  }

  @Test
  void aMillionWildRequests_recorded_staysWithinTheBudgetAndSaysHowFarItReaches() {
    // Given
    int budget = 1 << 20;
    ReportWindow window =
        new ReportWindow(new ReportWindow.Bounds(Duration.ofSeconds(5), HOUR, 1, budget));
    Random random = new Random(1);
    long most = 0;
    // When
    long now = 0;
    for (int i = 0; i < 1_000_000; i++) {
      now += 3 * MS;
      long latency = (long) Math.exp(random.nextDouble() * 24);
      window.record(request("step", now - latency, latency, latency / (1 + random.nextInt(9))));
      if (i % 1_000 == 0) {
        most = Math.max(most, window.sealedBytes());
      }
    }
    // Then
    ServingReport report = window.report(HOUR, now);
    assertTrue(most > budget / 2, "the budget was never in reach: " + most);
    assertTrue(most <= budget, "bytes: " + most);
    assertTrue(report.duration() > 60 && report.duration() < 3_000, report::toJson);
    assertEquals(1_000 / 3.0, report.requestThroughput(), 1);
    assertEquals(report.completed(), report.itl().count());
  }

  @Test
  void anHourOfTheSeedsBusiestRow_recorded_fitsWithTheDefaults() {
    // Given: 4 requests a second of 500 tokens each, gaps spread as the published ITLs are
    ReportWindow window = new ReportWindow();
    Random random = new Random(2);
    // When
    for (long at = 0; at < 3_600 * SECOND; at += 250 * MS) {
      RequestRecorder recorder = new RequestRecorder(at - 23 * SECOND);
      long token = at - 23 * SECOND + 100 * MS + random.nextInt(300) * MS;
      recorder.tokens(token, 1);
      for (int i = 1; i < 500; i++) {
        token += (long) (40 * MS * Math.exp(0.4 * random.nextGaussian()));
        recorder.tokens(token, 1);
      }
      window.record(recorder.finish("step", Math.max(at, token), 500, 500));
    }
    // Then
    ServingReport report = window.report(HOUR, 3_600 * SECOND);
    assertTrue(report.duration() >= 3_590, report::toJson);
    assertTrue(window.sealedBytes() < 3 << 20, () -> "bytes: " + window.sealedBytes());
  }

  private static RequestSample request(String model, long start, long latency, long gap) {
    RequestRecorder recorder = new RequestRecorder(start);
    recorder.tokens(start + latency - gap, 1);
    recorder.tokens(start + latency, 1);
    return recorder.finish(model, start + latency, 3, 2);
  }
}
