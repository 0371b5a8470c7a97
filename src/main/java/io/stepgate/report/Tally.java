package io.stepgate.report;

/**
 * Counts and latencies of a set of finished requests, open to more. Not thread-safe.
 *
 * @param <L> how latencies are kept: exact for a load run, sketched for live traffic
 */
final class Tally<L extends Latencies> {
  private final L e2e;
  private final L ttft;
  private final L tpot;
  private final L itl;
  private long completed;
  private long inputTokens;
  private long outputTokens;
  private long latencyNanos;

  private Tally(L e2e, L ttft, L tpot, L itl) {
    this.e2e = e2e;
    this.ttft = ttft;
    this.tpot = tpot;
    this.itl = itl;
  }

  /**
   * Keeps every value.
   *
   * @param itl where the gaps go: a sketch if some answer was too long for its gaps to be kept
   */
  static Tally<Latencies> exact(Latencies itl) {
    return new Tally<>(new ExactLatencies(), new ExactLatencies(), new ExactLatencies(), itl);
  }

  static Tally<LatencySketch> sketched() {
    return new Tally<>(
        new LatencySketch(), new LatencySketch(), new LatencySketch(), new LatencySketch());
  }

  void add(RequestSample sample) {
    completed++;
    inputTokens += sample.inputTokens();
    outputTokens += sample.outputTokens();
    latencyNanos += sample.latencyNanos();
    e2e.record(sample.latencyNanos(), 1);
    if (sample.sawToken()) {
      ttft.record(sample.ttftNanos(), 1);
      sample.gaps().recordInto(itl);
    }
    if (sample.hasTpot()) {
      tpot.record(sample.tpotNanos(), 1);
    }
  }

  ServingReport report(long durationNanos, SecondBins seconds) {
    double duration = Math.max(0, durationNanos) / (double) SecondBins.NANOS;
    double perSecond = duration > 0 ? 1 / duration : 0;
    return new ServingReport(
        duration,
        completed,
        inputTokens,
        outputTokens,
        outputTokens,
        completed * perSecond,
        inputTokens * perSecond,
        outputTokens * perSecond,
        (inputTokens + outputTokens) * perSecond,
        e2e.summary(),
        ttft.summary(),
        tpot.summary(),
        itl.summary(),
        latencyNanos / (double) SecondBins.NANOS * perSecond,
        seconds.peakTokens(),
        seconds.peakRequests());
  }

  /** What a tally held when it was sealed, packed. Immutable. */
  record Sealed(
      long completed,
      long inputTokens,
      long outputTokens,
      long latencyNanos,
      SealedSketch e2e,
      SealedSketch ttft,
      SealedSketch tpot,
      SealedSketch itl) {
    /** What one costs beside its sketches. */
    static final int FIXED_BYTES = 64;

    static Sealed of(Tally<LatencySketch> tally) {
      return new Sealed(
          tally.completed,
          tally.inputTokens,
          tally.outputTokens,
          tally.latencyNanos,
          tally.e2e.seal(),
          tally.ttft.seal(),
          tally.tpot.seal(),
          tally.itl.seal());
    }

    void addTo(Tally<LatencySketch> tally) {
      tally.completed += completed;
      tally.inputTokens += inputTokens;
      tally.outputTokens += outputTokens;
      tally.latencyNanos += latencyNanos;
      tally.e2e.add(e2e);
      tally.ttft.add(ttft);
      tally.tpot.add(tpot);
      tally.itl.add(itl);
    }

    int bytes() {
      return FIXED_BYTES + e2e.bytes() + ttft.bytes() + tpot.bytes() + itl.bytes();
    }
  }
}
