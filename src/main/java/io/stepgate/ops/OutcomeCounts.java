package io.stepgate.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Requests by model and outcome: how many since the start, and how many a second of late. Counts
 * are those of {@code /metrics}; rates are over the looks of the last seconds. Not thread-safe.
 */
final class OutcomeCounts {
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final double NANOS = 1e9;

  private final MeterRegistry registry;
  private final long spanNanos;
  private final Deque<Look> looks = new ArrayDeque<>();

  /** What was counted at one moment, by model, then by outcome. */
  private record Look(long nanos, Map<String, Map<String, Long>> counts) {}

  /**
   * One outcome of one model, or of all together.
   *
   * @param perSecond null where there was no earlier look of late to compare with
   */
  record Count(long sinceStart, Double perSecond) {
    Count plus(Count other) {
      boolean known = perSecond != null && other.perSecond != null;
      return new Count(
          sinceStart + other.sinceStart,
          known ? Double.valueOf(perSecond + other.perSecond) : null);
    }
  }

  /**
   * @param interval between two looks; rates reach back over two of them, or ten seconds
   */
  OutcomeCounts(MeterRegistry registry, Duration interval) {
    this.registry = registry;
    spanNanos = Math.max(SHORTEST.toNanos(), 2 * interval.toNanos());
  }

  /**
   * Looks, and compares with the oldest look of late.
   *
   * @param nanos now, on a clock that only goes forward
   * @return by model, then by outcome, both in alphabetical order
   */
  Map<String, Map<String, Count>> look(long nanos) {
    Map<String, Map<String, Long>> now = new TreeMap<>();
    for (Counter counter : registry.find(RequestCounters.REQUESTS).counters()) {
      now.computeIfAbsent(counter.getId().getTag("model"), fresh -> new TreeMap<>())
          .merge(counter.getId().getTag("outcome"), (long) counter.count(), Long::sum);
    }
    looks.removeIf(look -> nanos - look.nanos() > spanNanos);
    Look before = looks.peekFirst();
    looks.addLast(new Look(nanos, now));
    Map<String, Map<String, Count>> result = new TreeMap<>();
    now.forEach(
        (model, counts) -> {
          Map<String, Count> row = new TreeMap<>();
          counts.forEach((outcome, n) -> row.put(outcome, count(before, nanos, model, outcome, n)));
          result.put(model, row);
        });
    return result;
  }

  private static Count count(Look before, long nanos, String model, String outcome, long now) {
    if (before == null || before.nanos() == nanos) {
      return new Count(now, null);
    }
    long then = before.counts().getOrDefault(model, Map.of()).getOrDefault(outcome, 0L);
    return new Count(now, (now - then) * NANOS / (nanos - before.nanos()));
  }
}
