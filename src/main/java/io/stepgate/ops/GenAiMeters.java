package io.stepgate.ops;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.stepgate.edge.ExchangeFacts;
import io.stepgate.edge.ExchangeObserver;
import io.stepgate.edge.Outcome;
import jakarta.inject.Singleton;

/**
 * The same requests under OpenTelemetry's names, for dashboards that know those: the GenAI semantic
 * conventions' server families and token usage, with the edges that the conventions advise. Off
 * unless asked for: two names for one thing cost twice.
 */
@Singleton
@LookupIfProperty(name = OpsConfig.GEN_AI, stringValue = "true")
class GenAiMeters implements ExchangeObserver {
  private static final double NANOS = 1e9;
  private static final double[] DURATION = doubling(0.01, 14);
  private static final double[] FIRST_TOKEN = {
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
  };
  private static final double[] PER_TOKEN = {
    0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5
  };
  private static final double[] TOKENS = quadrupling(14);

  private final MeterRegistry registry;
  private final ModelLabels models;

  GenAiMeters(MeterRegistry registry, ModelLabels models) {
    this.registry = registry;
    this.models = models;
  }

  @Override
  public void finished(ExchangeFacts exchange, Outcome outcome, long nanos) {
    if (!exchange.generating()) {
      return;
    }
    boolean ok = outcome == Outcome.OK;
    Tags tags =
        Tags.of(
            "gen.ai.operation.name", GenAi.operation(exchange.endpoint()),
            "gen.ai.provider.name", GenAi.PROVIDER,
            "gen.ai.request.model", models.label(exchange));
    double seconds = (nanos - exchange.arrivedNanos()) / NANOS;
    // A label must stand on each series of a family: the convention's absence is an empty one here.
    family(
            "gen.ai.server.request.duration.seconds",
            DURATION,
            "duration of a request",
            tags.and("error.type", ok ? "" : outcome.word()))
        .record(seconds);
    if (!ok) {
      return;
    }
    boolean seen = exchange.streaming() && exchange.tally().tokenEvents() > 0;
    long first = seen ? exchange.firstPieceNanos() : 0;
    long tokens = exchange.usage().completion();
    if (first != 0) {
      family(
              "gen.ai.server.time.to.first.token.seconds",
              FIRST_TOKEN,
              "until the first token",
              tags)
          .record((first - exchange.arrivedNanos()) / NANOS);
      if (tokens > 1) {
        family(
                "gen.ai.server.time.per.output.token.seconds",
                PER_TOKEN,
                "time per output token after the first",
                tags)
            .record((nanos - first) / NANOS / (tokens - 1));
      }
    }
    usage(tags, "input", exchange.usage().prompt());
    usage(tags, "output", tokens);
  }

  private void usage(Tags tags, String type, long tokens) {
    if (tokens >= 0) {
      family(
              "gen.ai.client.token.usage",
              TOKENS,
              "tokens of a request",
              tags.and("gen.ai.token.type", type))
          .record(tokens);
    }
  }

  private DistributionSummary family(String name, double[] buckets, String description, Tags tags) {
    return DistributionSummary.builder(name)
        .description(description)
        .serviceLevelObjectives(buckets)
        .tags(tags)
        .register(registry);
  }

  private static double[] doubling(double from, int edges) {
    double[] all = new double[edges];
    for (int i = 0; i < edges; i++) {
      all[i] = from * (1 << i);
    }
    return all;
  }

  private static double[] quadrupling(int edges) {
    double[] all = new double[edges];
    for (int i = 0; i < edges; i++) {
      all[i] = 1L << 2 * i;
    }
    return all;
  }
}
