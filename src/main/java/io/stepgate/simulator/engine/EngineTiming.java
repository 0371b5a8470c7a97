package io.stepgate.simulator.engine;

/**
 * Delay of the first and of every following token, by the number of requests in the engine.
 *
 * <p>The rows are the three runs of the seed page's speed benchmark (concurrency about 1, 14 and
 * 92: mean TPOT and median TTFT). Between two rows the delay is interpolated, because a straight
 * line through the outer two is about 29 % low in the middle; beyond the last row it goes on with
 * the last slope.
 */
public final class EngineTiming {
  private static final double[] CONCURRENCY = {1, 14, 92};
  private static final double[] TPOT_MS = {8.12, 18.97, 46.06};
  private static final double[] TTFT_MS = {80.93, 89.50, 127.26};
  private static final double NANOS_PER_MS = 1e6;

  private final TimingProfile profile;

  public EngineTiming(TimingProfile profile) {
    this.profile = profile;
  }

  boolean instant() {
    return profile == TimingProfile.INSTANT;
  }

  /** Nanoseconds from a request's arrival to its first token. */
  long firstTokenNanos(int active) {
    return instant() ? 0 : Math.round(at(active, TTFT_MS) * NANOS_PER_MS);
  }

  /** Nanoseconds between two tokens of one request. */
  long tokenNanos(int active) {
    return instant() ? 0 : Math.round(at(active, TPOT_MS) * NANOS_PER_MS);
  }

  private static double at(int active, double[] rows) {
    double concurrency = Math.max(active, CONCURRENCY[0]);
    int high = 1;
    while (high < CONCURRENCY.length - 1 && concurrency > CONCURRENCY[high]) {
      high++;
    }
    int low = high - 1;
    double slope = (rows[high] - rows[low]) / (CONCURRENCY[high] - CONCURRENCY[low]);
    return rows[low] + (concurrency - CONCURRENCY[low]) * slope;
  }
}
