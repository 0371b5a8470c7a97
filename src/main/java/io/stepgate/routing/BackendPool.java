package io.stepgate.routing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** All backends, and the probes that watch them. */
@ApplicationScoped
public class BackendPool {
  private static final Logger LOG = Logger.getLogger(BackendPool.class);

  private final List<Backend> backends;
  private final List<BackendProbe> probes = new ArrayList<>();
  private Context loop;

  @Inject
  BackendPool(
      RoutingConfig config, RoutingConfig.Backends configured, TlsConfigurationRegistry tls) {
    this(Fleet.of(config, configured, tls), EjectionRule.of(config, System::nanoTime));
  }

  BackendPool(List<BackendSpec> specs, EjectionRule rule) {
    backends = specs.stream().map(spec -> new Backend(spec, rule, this::mayEject)).toList();
  }

  void start(@Observes StartupEvent event, Vertx vertx, RoutingConfig config, ObjectMapper json) {
    if (backends.isEmpty()) {
      LOG.warn("no backend is configured: set stepgate.backends.\"NAME\".url");
    }
    loop = vertx.getOrCreateContext();
    for (Backend backend : backends) {
      backend.calls(
          new RestControlCalls(backend.spec(), config.probeTimeout(), this::onLoop, json));
      BackendProbe probe =
          new BackendProbe(
              backend,
              backend.calls(),
              (delay, task) -> timer(vertx, delay, task),
              System::nanoTime,
              config.probeInterval());
      backend.onDoubt(() -> onLoop(probe::wake));
      probes.add(probe);
      onLoop(probe::start);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    probes.forEach(probe -> onLoop(probe::stop));
  }

  /** Every backend as it is now, in the order of their names. */
  public List<BackendSnapshot> snapshot() {
    return backends.stream().map(Backend::snapshot).toList();
  }

  /** What the ready backends serve together, each model once, as its first backend lists it. */
  public List<ServedModel> models() {
    Map<String, ServedModel> union = new LinkedHashMap<>();
    for (Backend backend : backends) {
      BackendView view = backend.view();
      if (view.isReady()) {
        view.models().forEach(model -> union.putIfAbsent(model.id(), model));
      }
    }
    return List.copyOf(union.values());
  }

  public boolean anyReady() {
    for (Backend backend : backends) {
      if (backend.view().isReady()) {
        return true;
      }
    }
    return false;
  }

  List<Backend> backends() {
    return backends;
  }

  /** Of no model's ready backends may more than half be ejected. */
  private boolean mayEject(Backend candidate) {
    BackendView view = candidate.view();
    if (!view.isReady()) {
      return false;
    }
    // By model: how many more would be in the choice than out of it.
    Map<String, Integer> left = new HashMap<>();
    view.models().forEach(model -> left.put(model.id(), -1));
    for (Backend other : backends) {
      BackendView seen = other.view();
      if (other != candidate
          && seen.isReady()
          && seen.info().generates() == view.info().generates()) {
        int one = other.ejection().ejected() ? -1 : 1;
        seen.models().forEach(model -> left.computeIfPresent(model.id(), (id, sum) -> sum + one));
      }
    }
    return left.values().stream().allMatch(sum -> sum >= 0);
  }

  private void onLoop(Runnable task) {
    loop.runOnContext(ignored -> task.run());
  }

  private static Runnable timer(Vertx vertx, Duration delay, Runnable task) {
    long timer = vertx.setTimer(Math.max(1, delay.toMillis()), id -> task.run());
    return () -> vertx.cancelTimer(timer);
  }
}
