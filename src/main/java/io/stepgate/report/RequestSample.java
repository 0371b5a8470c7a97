package io.stepgate.report;

/**
 * One finished, successful request, as the serving benchmark sees it. A request that failed is no
 * sample: it takes part in no figure. Made by a {@link RequestRecorder}; times are nanoseconds of
 * the recorder's clock. Holds at most {@link TokenGaps#MAX_BYTES} bytes of gaps, however long the
 * answer was.
 */
public final class RequestSample {
  private static final long NO_TOKEN = -1;

  private final String model;
  private final long startNanos;
  private final long latencyNanos;
  private final long inputTokens;
  private final long outputTokens;
  private final TokenGaps gaps;

  RequestSample(
      String model,
      long startNanos,
      long latencyNanos,
      long inputTokens,
      long outputTokens,
      TokenGaps gaps) {
    this.model = model;
    this.startNanos = startNanos;
    this.latencyNanos = latencyNanos;
    this.inputTokens = inputTokens;
    this.outputTokens = outputTokens;
    this.gaps = gaps;
  }

  /** The model that answered. */
  public String model() {
    return model;
  }

  /** When the request began: waiting before that is not in any figure. */
  public long startNanos() {
    return startNanos;
  }

  /** When the last line arrived, {@code [DONE]} included. */
  public long endNanos() {
    return startNanos + latencyNanos;
  }

  /** End-to-end latency. */
  public long latencyNanos() {
    return latencyNanos;
  }

  /**
   * Time to first token, or -1 if no token was seen on its way, as with an answer that was not
   * streamed. Such a request counts in throughput and end-to-end latency, and in nothing per token:
   * the benchmark only sends streams, and a 0 here would pull its means down.
   */
  public long ttftNanos() {
    return sawToken() ? gaps.firstNanos() - startNanos : NO_TOKEN;
  }

  /** Tokens of the prompt. */
  public long inputTokens() {
    return inputTokens;
  }

  /** Tokens of the answer, reasoning included. */
  public long outputTokens() {
    return outputTokens;
  }

  /** Whether the time per output token is defined: more than one token, and the first one seen. */
  public boolean hasTpot() {
    return sawToken() && outputTokens > 1;
  }

  /** Time per output token after the first, in nanoseconds; only if {@link #hasTpot}. */
  public double tpotNanos() {
    return (latencyNanos - ttftNanos()) / (double) (outputTokens - 1);
  }

  /** Whether the first token was seen on its way. */
  public boolean sawToken() {
    return gaps != null;
  }

  /** Takes inter-token latencies, several equal ones at a time. */
  public interface Gaps {
    /** So many tokens came {@code nanos} after each other. */
    void take(double nanos, long count);
  }

  /**
   * Every inter-token latency. Of an answer of more than {@value TokenGaps#KEPT} frames the earlier
   * ones are known within 0.4 %.
   */
  public void forEachGap(Gaps gap) {
    if (sawToken()) {
      gaps.forEachGap(gap);
    }
  }

  /** Whether there was more than one token event, and so a gap. */
  public boolean hasItl() {
    return sawToken() && gaps.tokens() > 1;
  }

  /** Mean inter-token latency in nanoseconds; only if {@link #hasItl}. */
  public double meanItlNanos() {
    return (gaps.lastNanos() - gaps.firstNanos()) / (double) (gaps.tokens() - 1);
  }

  /** Null if no token was seen. */
  TokenGaps gaps() {
    return gaps;
  }

  /**
   * Marks the seconds this request touched and those its tokens came in.
   *
   * @param originNanos where second 0 of the bins begins
   */
  void mark(SecondBins bins, long originNanos) {
    bins.addRequest(
        SecondBins.second(startNanos - originNanos), SecondBins.second(endNanos() - originNanos));
    if (sawToken()) {
      gaps.forEachToken(
          (atNanos, count) -> bins.addTokens(SecondBins.second(atNanos - originNanos), count));
    }
  }
}
