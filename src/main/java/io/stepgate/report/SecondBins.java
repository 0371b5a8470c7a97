package io.stepgate.report;

/**
 * How many tokens came in each second and how many requests touched it, for the last so many
 * seconds: a ring, in which a newer second takes the place of the oldest. What falls before the
 * ring is left out. Two ints a second, whatever the traffic. Not thread-safe.
 */
final class SecondBins {
  static final long NANOS = 1_000_000_000L;

  private final int[] tokens;
  private final int[] requests;
  private long newest;
  private boolean started;

  SecondBins(int seconds) {
    this.tokens = new int[seconds];
    this.requests = new int[seconds];
  }

  /** The second a time lies in; a monotonic clock may be negative. */
  static long second(long nanos) {
    return Math.floorDiv(nanos, NANOS);
  }

  void addTokens(long second, int count) {
    reach(second);
    if (holds(second)) {
      tokens[slot(second)] += count;
    }
  }

  /** A request that ran from one second to the other counts once in each, both ends included. */
  void addRequest(long first, long last) {
    reach(last);
    for (long second = Math.max(first, oldest()); second <= last; second++) {
      requests[slot(second)]++;
    }
  }

  /** Adds another's seconds from one to another, both included. */
  void add(SecondBins other, long first, long last) {
    if (!other.started) {
      return;
    }
    long end = Math.min(last, other.newest);
    for (long second = Math.max(first, other.oldest()); second <= end; second++) {
      reach(second);
      tokens[slot(second)] += other.tokens[other.slot(second)];
      requests[slot(second)] += other.requests[other.slot(second)];
    }
  }

  int peakTokens() {
    return peak(tokens);
  }

  int peakRequests() {
    return peak(requests);
  }

  private static int peak(int[] bins) {
    int peak = 0;
    for (int bin : bins) {
      peak = Math.max(peak, bin);
    }
    return peak;
  }

  private void reach(long second) {
    if (!started) {
      started = true;
      newest = second;
    }
    if (second <= newest) {
      return;
    }
    for (long next = Math.max(newest + 1, second - tokens.length + 1); next <= second; next++) {
      tokens[slot(next)] = 0;
      requests[slot(next)] = 0;
    }
    newest = second;
  }

  private boolean holds(long second) {
    return second >= oldest();
  }

  private long oldest() {
    return newest - tokens.length + 1;
  }

  private int slot(long second) {
    return Math.floorMod(second, tokens.length);
  }
}
