package io.stepgate.report;

import java.util.Arrays;

/**
 * The gaps between one request's token events, in order and exact, until there are too many: then
 * they are folded into a sketch and per-second counts, and the array starts again. So an answer of
 * up to {@link #KEPT} frames is exact to the nanosecond, and a longer one stays bounded with mean,
 * deviation and maximum still exact.
 */
final class TokenGaps {
  /** Frames kept exactly. */
  static final int KEPT = 8192;

  /** A folded request's tokens after this many seconds are in no second's count. */
  private static final int FOLDED_SECONDS = 2 * 3600;

  /**
   * Upper bound of what one request holds: the array, and after the first folding a sketch and one
   * count for each of {@link #FOLDED_SECONDS} seconds.
   */
  static final int MAX_BYTES =
      KEPT * Long.BYTES + LatencySketch.MAX_BYTES + FOLDED_SECONDS * Integer.BYTES;

  // One frame is one long: how many tokens in the low bits, nanoseconds (up to 9 hours) above them.
  private static final int COUNT_BITS = 18;
  private static final int MAX_COUNT = (1 << COUNT_BITS) - 1;
  private static final long MAX_GAP = Long.MAX_VALUE >>> COUNT_BITS;
  private static final long[] NONE = {};

  /** Takes token events; several of one call share a time. */
  interface TokenEvents {
    void at(long nanos, int count);
  }

  private final long firstNanos;
  private long lastNanos;
  private long tokens = 1;

  /** Where the first frame of the array starts from. */
  private long keptFromNanos;

  private long[] frames = NONE;
  private int size;
  private LatencySketch folded;
  private int[] foldedTokens = {};

  TokenGaps(long firstNanos) {
    this.firstNanos = firstNanos;
    this.lastNanos = firstNanos;
    this.keptFromNanos = firstNanos;
  }

  long firstNanos() {
    return firstNanos;
  }

  long lastNanos() {
    return lastNanos;
  }

  /** Token events so far, the first among them. */
  long tokens() {
    return tokens;
  }

  boolean isExact() {
    return folded == null;
  }

  void add(long atNanos, int count) {
    long gap = Math.min(Math.max(0, atNanos - lastNanos), MAX_GAP);
    if (size == KEPT) {
      fold();
    }
    if (size == frames.length) {
      frames = Arrays.copyOf(frames, Math.min(KEPT, Math.max(64, size * 2)));
    }
    int kept = Math.min(count, MAX_COUNT);
    frames[size++] = gap << COUNT_BITS | kept;
    lastNanos += gap;
    tokens += kept;
  }

  /** Every gap, as the time per token of its frame. */
  void recordInto(Latencies itl) {
    if (folded != null) {
      itl.add(folded);
    }
    for (int i = 0; i < size; i++) {
      int count = count(frames[i]);
      itl.record(gap(frames[i]) / (double) count, count);
    }
  }

  void forEachGap(RequestSample.Gaps gap) {
    if (folded != null) {
      folded.forEachBin(gap);
    }
    for (int i = 0; i < size; i++) {
      int count = count(frames[i]);
      gap.take(gap(frames[i]) / (double) count, count);
    }
  }

  /** Every token event: the first token, then each gap's tokens spread evenly over it. */
  void forEachToken(TokenEvents events) {
    events.at(firstNanos, 1);
    long firstSecond = SecondBins.second(firstNanos);
    for (int i = 0; i < foldedTokens.length; i++) {
      if (foldedTokens[i] > 0) {
        events.at((firstSecond + i) * SecondBins.NANOS, foldedTokens[i]);
      }
    }
    forEachKeptToken(events);
  }

  private void forEachKeptToken(TokenEvents events) {
    long at = keptFromNanos;
    for (int i = 0; i < size; i++) {
      long gap = gap(frames[i]);
      int count = count(frames[i]);
      for (int token = 1; token < count; token++) {
        events.at(at + (long) ((double) gap * token / count), 1);
      }
      at += gap;
      events.at(at, 1);
    }
  }

  private void fold() {
    LatencySketch sketch = folded == null ? new LatencySketch() : folded;
    folded = null;
    recordInto(sketch);
    folded = sketch;
    long firstSecond = SecondBins.second(firstNanos);
    long lastSecond = SecondBins.second(lastNanos) - firstSecond;
    int seconds = (int) Math.min(FOLDED_SECONDS, lastSecond + 1);
    foldedTokens = Arrays.copyOf(foldedTokens, Math.max(foldedTokens.length, seconds));
    forEachKeptToken(
        (nanos, count) -> {
          long second = SecondBins.second(nanos) - firstSecond;
          if (second < foldedTokens.length) {
            foldedTokens[(int) second] += count;
          }
        });
    keptFromNanos = lastNanos;
    size = 0;
  }

  private static long gap(long frame) {
    return frame >>> COUNT_BITS;
  }

  private static int count(long frame) {
    return (int) frame & MAX_COUNT;
  }
}
