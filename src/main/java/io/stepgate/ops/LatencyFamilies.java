package io.stepgate.ops;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.stepgate.edge.ExchangeFacts;
import io.stepgate.report.RequestSample;

/** The latency histograms of one set of labels, looked up once: a look-up builds tags and an id. */
final class LatencyFamilies {
  private static final double NANOS = 1e9;

  private final MeterRegistry registry;
  private final Tags tags;
  private final DistributionSummary e2e;
  private final DistributionSummary overhead;
  private DistributionSummary ttft;
  private DistributionSummary tpot;
  private DistributionSummary itl;
  private DistributionSummary firstReasoning;
  private DistributionSummary firstAnswer;
  private DistributionSummary firstTool;
  private DistributionSummary reasoning;

  LatencyFamilies(MeterRegistry registry, Labels labels) {
    this.registry = registry;
    tags = labels.tags();
    e2e =
        family(
            "stepgate.e2e.latency.seconds",
            Buckets.E2E,
            "from a request's arrival to its last byte");
    overhead =
        family(
            "stepgate.overhead.seconds",
            Buckets.OVERHEAD,
            "the gateway's own share of a request: its work, without waiting for others");
    if (labels.streaming()) {
      stream();
    }
  }

  private void stream() {
    ttft = family("stepgate.ttft.seconds", Buckets.TTFT, "time to first token");
    tpot = family("stepgate.tpot.seconds", Buckets.ITL, "time per output token after the first");
    itl = family("stepgate.itl.seconds", Buckets.ITL, "gap between two output tokens");
    firstReasoning =
        family(
            "stepgate.time.to.first.reasoning.seconds", Buckets.TTFT, "until the first thinking");
    firstAnswer =
        family(
            "stepgate.time.to.first.answer.seconds",
            Buckets.PHASE,
            "until the first piece of the answer");
    firstTool =
        family(
            "stepgate.time.to.first.tool.call.seconds",
            Buckets.PHASE,
            "until the first piece of a tool call");
    reasoning =
        family("stepgate.reasoning.duration.seconds", Buckets.PHASE, "how long the model thought");
  }

  private DistributionSummary family(String name, double[] buckets, String description) {
    return DistributionSummary.builder(name)
        .description(description)
        .serviceLevelObjectives(buckets)
        .tags(tags)
        .register(registry);
  }

  /** A request that went well. */
  void record(ExchangeFacts exchange, Progress progress, RequestSample sample) {
    long arrived = exchange.arrivedNanos();
    e2e.record(sample.latencyNanos() / NANOS);
    overhead.record(exchange.ownNanos(sample.endNanos()) / NANOS);
    if (ttft == null || !sample.sawToken()) {
      return;
    }
    ttft.record(sample.ttftNanos() / NANOS);
    if (sample.hasTpot()) {
      tpot.record(sample.tpotNanos() / NANOS);
    }
    sample.forEachGap(
        (nanos, count) -> {
          double seconds = nanos / NANOS;
          for (long i = 0; i < count; i++) {
            itl.record(seconds);
          }
        });
    since(arrived, progress.firstReasoningNanos(), firstReasoning);
    since(arrived, progress.firstToolNanos(), firstTool);
    if (progress.firstReasoningNanos() != 0) {
      since(progress.firstReasoningNanos(), progress.reasonedUntil(sample.endNanos()), reasoning);
    }
    since(arrived, progress.firstAnswerNanos(), firstAnswer);
  }

  private static void since(long from, long nanos, DistributionSummary family) {
    if (nanos != 0) {
      family.record((nanos - from) / NANOS);
    }
  }
}
