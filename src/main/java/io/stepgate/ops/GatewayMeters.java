package io.stepgate.ops;

import io.micrometer.core.instrument.MeterRegistry;
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
 * kept, eight bytes a frame, until its end says whether they count. The access log is told of each
 * request, metered or not.
 */
@Singleton
class GatewayMeters implements ExchangeObserver {
  private final MeterRegistry registry;
  private final ModelLabels models;
  private final Traffic traffic;
  private final LiveReport report;
  private final AccessLog log;
  private final boolean metered;
  private final RequestCounters counters;
  private final Map<Labels, LatencyFamilies> families = new ConcurrentHashMap<>();

  GatewayMeters(
      MeterRegistry registry,
      ModelLabels models,
      Traffic traffic,
      LiveReport report,
      AccessLog log,
      OpsConfig config) {
    this.registry = registry;
    this.models = models;
    this.traffic = traffic;
    this.report = report;
    this.log = log;
    metered = config.observe();
    counters = new RequestCounters(registry);
  }

  @Override
  public void arrived(ExchangeFacts exchange) {
    if (metered || log.isOn()) {
      traffic.arrived(exchange);
    }
  }

  @Override
  public void asked(ExchangeFacts exchange) {
    if (streams(exchange) && traffic.progress(exchange) != null) {
      traffic.waits();
    }
  }

  @Override
  public void leased(ExchangeFacts exchange) {
    if (metered && exchange.tries() > 1) {
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
    if (metered) {
      counters.finished(model, exchange, outcome);
      if (outcome == Outcome.OK && sample != null) {
        file(model, exchange, progress, sample);
      }
    }
    log.finished(Measured.of(exchange, outcome, sample, nanos));
  }

  private void file(String model, ExchangeFacts exchange, Progress progress, RequestSample sample) {
    Labels labels =
        new Labels(model, exchange.endpoint(), exchange.streaming(), exchange.backend());
    families
        .computeIfAbsent(labels, fresh -> new LatencyFamilies(registry, fresh))
        .record(exchange, progress, sample);
    report.record(sample);
  }

  /** False until the request was understood, and for one that never was. */
  private static boolean streams(ExchangeFacts exchange) {
    return exchange.generating() && exchange.streaming();
  }
}
