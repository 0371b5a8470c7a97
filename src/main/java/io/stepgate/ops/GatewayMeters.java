package io.stepgate.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.stepgate.edge.ExchangeFacts;
import io.stepgate.edge.ExchangeObserver;
import io.stepgate.edge.Observers;
import io.stepgate.edge.Outcome;
import io.stepgate.routing.BackendPool;
import io.stepgate.routing.BackendSnapshot;
import io.stepgate.routing.BackendState;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;

/**
 * Requests by outcome and the four latencies. A latency counts for requests that went well alone:
 * errors and clients that left have their own share in the counter.
 */
@Singleton
class GatewayMeters implements ExchangeObserver {
  private static final double NANOS = 1e9;

  private final MeterRegistry registry;
  private final ModelLabels models;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Map<ExchangeFacts, Pace> running = new ConcurrentHashMap<>();

  GatewayMeters(MeterRegistry registry, ModelLabels models) {
    this.registry = registry;
    this.models = models;
  }

  void start(@Observes StartupEvent event, BackendPool pool, Observers observers) {
    Gauge.builder("stepgate.requests.in.flight", inFlight, AtomicInteger::get)
        .description("requests at the door or behind it")
        .register(registry);
    Gauge.builder("stepgate.observer.failures", observers, Observers::failures)
        .description("announcements that an observer failed on")
        .register(registry);
    for (BackendSnapshot backend : pool.snapshot()) {
      String name = backend.name();
      Gauge.builder("stepgate.backend.up", () -> up(pool, name))
          .description("1 when the backend is ready")
          .tags("backend", name)
          .register(registry);
      Gauge.builder("stepgate.backend.in.flight", () -> lent(pool, name))
          .description("requests that the backend has now")
          .tags("backend", name)
          .register(registry);
    }
  }

  private static int up(BackendPool pool, String name) {
    return pool.snapshot().stream()
            .anyMatch(one -> one.name().equals(name) && one.state() == BackendState.READY)
        ? 1
        : 0;
  }

  private static int lent(BackendPool pool, String name) {
    return pool.snapshot().stream()
        .filter(one -> one.name().equals(name))
        .mapToInt(BackendSnapshot::inFlight)
        .sum();
  }

  @Override
  public void arrived(ExchangeFacts exchange) {
    inFlight.incrementAndGet();
    running.put(exchange, new Pace());
  }

  @Override
  public void pieces(ExchangeFacts exchange, long nanos) {
    Pace pace = exchange.streaming() ? running.get(exchange) : null;
    if (pace != null) {
      pace.pieces(exchange.tally().textFrames(), nanos, () -> itl(exchange));
    }
  }

  @Override
  public void finished(ExchangeFacts exchange, Outcome outcome, long nanos) {
    inFlight.decrementAndGet();
    Pace pace = running.remove(exchange);
    String model = models.label(exchange.servedModel());
    Counter.builder("stepgate.requests")
        .description("requests by how they ended")
        .tags("model", model, "endpoint", exchange.endpoint(), "outcome", outcome.word())
        .register(registry)
        .increment();
    if (outcome == Outcome.OK && pace != null) {
      latencies(exchange, pace, nanos);
    }
  }

  private void latencies(ExchangeFacts exchange, Pace pace, long nanos) {
    double latency = (nanos - exchange.arrivedNanos()) / NANOS;
    family("stepgate.e2e.latency.seconds", Buckets.E2E, exchange).record(latency);
    if (exchange.streaming() && pace.begun()) {
      double ttft = (pace.firstNanos() - exchange.arrivedNanos()) / NANOS;
      family("stepgate.ttft.seconds", Buckets.TTFT, exchange).record(ttft);
      long tokens = exchange.usage().completion();
      if (tokens > 1) {
        family("stepgate.tpot.seconds", Buckets.ITL, exchange)
            .record((latency - ttft) / (tokens - 1));
      }
    }
    count("stepgate.input.tokens", exchange, exchange.usage().prompt());
    count("stepgate.output.tokens", exchange, exchange.usage().completion());
  }

  /** Looked up once for each stream: a look-up builds tags and an id. */
  private DoubleConsumer itl(ExchangeFacts exchange) {
    return family("stepgate.itl.seconds", Buckets.ITL, exchange)::record;
  }

  private DistributionSummary family(String name, double[] buckets, ExchangeFacts exchange) {
    return DistributionSummary.builder(name)
        .serviceLevelObjectives(buckets)
        .tags(tags(exchange))
        .register(registry);
  }

  private void count(String name, ExchangeFacts exchange, long tokens) {
    if (tokens > 0) {
      Counter.builder(name)
          .tags("model", models.label(exchange.servedModel()))
          .register(registry)
          .increment(tokens);
    }
  }

  private Tags tags(ExchangeFacts exchange) {
    return Tags.of(
        "model", models.label(exchange.servedModel()),
        "endpoint", exchange.endpoint(),
        "streaming", Boolean.toString(exchange.streaming()));
  }
}
