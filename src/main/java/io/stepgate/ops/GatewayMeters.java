package io.stepgate.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.stepgate.edge.ExchangeFacts;
import io.stepgate.edge.ExchangeObserver;
import io.stepgate.edge.Outcome;
import io.stepgate.report.RequestSample;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches every request and files it when it is over. A latency counts for requests that went well
 * alone: errors and clients that left have their own share in the counters. So a stream's gaps are
 * kept, eight bytes a frame, until its end says whether they count.
 */
@Singleton
@LookupIfProperty(name = OpsConfig.OBSERVE, stringValue = "true", lookupIfMissing = true)
class GatewayMeters implements ExchangeObserver {
  private final MeterRegistry registry;
  private final ModelLabels models;
  private final Traffic traffic;
  private final LiveReport report;
  private final AccessLog log;
  private final RequestCounters counters;
  private final Map<Labels, LatencyFamilies> families = new ConcurrentHashMap<>();

  GatewayMeters(
      MeterRegistry registry,
      ModelLabels models,
      Traffic traffic,
      LiveReport report,
      AccessLog log) {
    this.registry = registry;
    this.models = models;
    this.traffic = traffic;
    this.report = report;
    this.log = log;
    counters = new RequestCounters(registry);
  }

  @Override
  public void arrived(ExchangeFacts exchange) {
    traffic.arrived(exchange);
  }

  @Override
  public void asked(ExchangeFacts exchange) {
    if (streams(exchange)) {
      traffic.waits();
    }
  }

  @Override
  public void leased(ExchangeFacts exchange) {
    if (exchange.tries() > 1) {
      counters.retried(exchange.backend());
    }
  }

  @Override
  public void pieces(ExchangeFacts exchange, long nanos) {
    Progress progress = streams(exchange) ? traffic.progress(exchange) : null;
    if (progress != null) {
      Phase before = progress.phase();
      if (progress.pieces(exchange.tally(), nanos)) {
        traffic.moves(before, progress.phase());
      }
    }
  }

  @Override
  public void finished(ExchangeFacts exchange, Outcome outcome, long nanos) {
    Progress progress = traffic.finished(exchange);
    if (progress != null && streams(exchange)) {
      traffic.leaves(progress.phase());
    }
    String model = models.label(exchange);
    boolean measured = exchange.generating() && progress != null;
    RequestSample sample = measured ? progress.sample(model, exchange, nanos) : null;
    counters.finished(model, exchange, outcome);
    if (outcome == Outcome.OK && sample != null) {
      Labels labels =
          new Labels(model, exchange.endpoint(), exchange.streaming(), exchange.backend());
      families
          .computeIfAbsent(labels, fresh -> new LatencyFamilies(registry, fresh))
          .record(exchange, progress, sample);
      report.record(sample);
    }
    log.finished(Measured.of(exchange, outcome, sample, nanos));
  }

  /** False until the request was understood, and for one that never was. */
  private static boolean streams(ExchangeFacts exchange) {
    return exchange.generating() && exchange.streaming();
  }
}
