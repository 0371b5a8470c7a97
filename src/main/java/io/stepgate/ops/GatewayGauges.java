package io.stepgate.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.stepgate.edge.Bodies;
import io.stepgate.edge.Observers;
import io.stepgate.routing.BackendPool;
import io.stepgate.routing.BackendSnapshot;
import io.stepgate.routing.BackendState;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** What is now: read when somebody asks, so nothing goes stale. */
@Singleton
class GatewayGauges {
  private final List<Meter> meters = new ArrayList<>();

  void start(
      @Observes StartupEvent event,
      MeterRegistry registry,
      BackendPool pool,
      Traffic traffic,
      OpsConfig config,
      Observers observers,
      Bodies bodies) {
    if (config.observe()) {
      traffic(registry, traffic);
    }
    meters.add(
        FunctionCounter.builder("stepgate.observer.failures", observers, Observers::failures)
            .description("announcements that an observer failed on")
            .register(registry));
    meters.add(
        Gauge.builder("stepgate.bodies.bytes", bodies, Bodies::heldBytes)
            .description("bytes of the requests that are held")
            .register(registry));
    for (BackendSnapshot backend : pool.snapshot()) {
      backend(registry, pool, backend.name());
    }
  }

  /**
   * The registry outlives an application that is started again in the same process, as tests and
   * live reload do it: it would keep asking what is gone, and take no meter of the same name.
   */
  void close(@Observes ShutdownEvent event, MeterRegistry registry) {
    meters.forEach(registry::remove);
    meters.clear();
  }

  private void traffic(MeterRegistry registry, Traffic traffic) {
    meters.add(
        Gauge.builder("stepgate.requests.in.flight", traffic, Traffic::inFlight)
            .description("requests at the door or behind it")
            .register(registry));
    for (Phase phase : Phase.values()) {
      meters.add(
          Gauge.builder("stepgate.streams.in.flight", () -> traffic.streams(phase))
              .description("streams by what their clients are being told")
              .tags("phase", phase.word())
              .register(registry));
    }
  }

  private void backend(MeterRegistry registry, BackendPool pool, String name) {
    meters.add(
        Gauge.builder(
                "stepgate.backend.up",
                () -> look(pool, name, found -> found.state() == BackendState.READY ? 1 : 0))
            .description("1 when the backend is ready and not ejected")
            .tags("backend", name)
            .register(registry));
    meters.add(
        Gauge.builder(
                "stepgate.backend.ejected",
                () -> look(pool, name, found -> found.state() == BackendState.EJECTED ? 1 : 0))
            .description("1 while it is ready but gets no requests, since several in a row failed")
            .tags("backend", name)
            .register(registry));
    meters.add(
        Gauge.builder(
                "stepgate.backend.in.flight", () -> look(pool, name, BackendSnapshot::inFlight))
            .description("requests that the backend has now")
            .tags("backend", name)
            .register(registry));
  }

  private static int look(BackendPool pool, String name, ToIntFunction<BackendSnapshot> figure) {
    return pool.snapshot().stream().filter(one -> one.name().equals(name)).mapToInt(figure).sum();
  }
}
