package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stepgate.ops.OutcomeCounts.Count;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeCountsTest {
  private static final long SECOND = 1_000_000_000L;

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final OutcomeCounts counts = new OutcomeCounts(registry, Duration.ofSeconds(1));

  @Test
  void countsOfAllEndpoints_areAddedUp_byModelAndOutcome() {
    ended("a", "/v1/completions", "ok", 2);
    ended("a", "/generate", "ok", 3);
    ended("a", "/generate", "cancelled", 1);
    ended("b", "/generate", "ok", 7);

    Map<String, Map<String, Count>> seen = counts.look(0);

    assertEquals(
        Map.of(
            "a",
            Map.of("ok", new Count(5, null), "cancelled", new Count(1, null)),
            "b",
            Map.of("ok", new Count(7, null))),
        seen);
  }

  @Test
  void rate_isOverTheLooksOfTheLastTenSeconds() {
    ended("a", "/generate", "ok", 100);
    counts.look(0);
    ended("a", "/generate", "ok", 10);
    assertEquals(5.0, counts.look(2 * SECOND).get("a").get("ok").perSecond());
    ended("a", "/generate", "ok", 40);
    assertEquals(5.0, counts.look(10 * SECOND).get("a").get("ok").perSecond());

    // The first look is out of reach now: what counts is from the second one on.
    assertEquals(4.0, counts.look(12 * SECOND).get("a").get("ok").perSecond());
  }

  @Test
  void rate_afterAPause_isNotThatOfThePause() {
    counts.look(0);
    ended("a", "/generate", "ok", 50);

    assertNull(counts.look(60 * SECOND).get("a").get("ok").perSecond());
  }

  @Test
  void outcomeThatIsNew_countsFromNothing() {
    counts.look(0);
    ended("a", "/generate", "timeout_error", 3);

    assertEquals(new Count(3, 1.5), counts.look(2 * SECOND).get("a").get("timeout_error"));
  }

  @Test
  void sum_ofTwoModels_hasNoRateWhereOneHasNone() {
    assertEquals(new Count(3, 1.5), new Count(1, 1.0).plus(new Count(2, 0.5)));
    assertEquals(new Count(3, null), new Count(1, null).plus(new Count(2, 0.5)));
  }

  private void ended(String model, String endpoint, String outcome, int times) {
    registry
        .counter("stepgate.requests", "model", model, "endpoint", endpoint, "outcome", outcome)
        .increment(times);
  }
}
