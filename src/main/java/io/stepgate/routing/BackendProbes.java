package io.stepgate.routing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** A probe for each backend of the pool, all on one event loop. */
@Singleton
class BackendProbes {
  private static final Logger LOG = Logger.getLogger(BackendProbes.class);

  private final RoutingConfig config;
  private final Vertx vertx;
  private final ObjectMapper json;

  /** Shared: the pool may be told of a change on any thread. */
  private final Map<Backend, BackendProbe> probes = new ConcurrentHashMap<>();

  private Context loop;

  BackendProbes(RoutingConfig config, Vertx vertx, ObjectMapper json) {
    positive("stepgate.routing.probe-interval", config.probeInterval());
    positive("stepgate.routing.probe-timeout", config.probeTimeout());
    this.config = config;
    this.vertx = vertx;
    this.json = json;
  }

  void start(@Observes StartupEvent event, BackendPool pool) {
    if (pool.backends().isEmpty()) {
      LOG.warn("no backend is configured: set stepgate.backends.\"NAME\".url");
    }
    loop = vertx.getOrCreateContext();
    pool.watch(this::joined, this::left);
  }

  void stop(@Observes ShutdownEvent event) {
    probes.values().forEach(probe -> onLoop(probe::stop));
  }

  private void joined(Backend backend) {
    backend.calls(new RestControlCalls(backend.spec(), config.probeTimeout(), this::onLoop, json));
    BackendProbe probe =
        new BackendProbe(
            backend,
            backend.calls(),
            (delay, task) -> timer(vertx, delay, task),
            System::nanoTime,
            config.probeInterval());
    backend.onDoubt(() -> onLoop(probe::wake));
    probes.put(backend, probe);
    onLoop(probe::start);
  }

  private void left(Backend backend) {
    BackendProbe probe = probes.remove(backend);
    if (probe != null) {
      onLoop(probe::stop);
    }
  }

  private void onLoop(Runnable task) {
    loop.runOnContext(ignored -> task.run());
  }

  private static Runnable timer(Vertx vertx, Duration delay, Runnable task) {
    long timer = vertx.setTimer(Math.max(1, delay.toMillis()), id -> task.run());
    return () -> vertx.cancelTimer(timer);
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new ConfigurationException(
          "%s=%s: allowed is a duration over 0, like 5s".formatted(key, value));
    }
  }
}
