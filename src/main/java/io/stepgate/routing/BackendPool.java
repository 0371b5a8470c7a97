package io.stepgate.routing;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * All backends. Its sources say which there shall be; who is in it changes whole, on any thread,
 * and is read on every event loop.
 */
@ApplicationScoped
public class BackendPool {
  private static final Logger LOG = Logger.getLogger(BackendPool.class);

  private final EjectionRule rule;
  private final List<BackendSource> sources;
  private final Map<BackendSource, List<BackendSpec>> told = new LinkedHashMap<>();
  private volatile List<Backend> backends = List.of();
  private Consumer<Backend> joined = backend -> {};
  private volatile Consumer<Backend> left = backend -> {};

  @Inject
  BackendPool(
      RoutingConfig config, RoutingConfig.Backends configured, TlsConfigurationRegistry tls) {
    this(EjectionRule.of(config, System::nanoTime), BackendSources.of(config, configured, tls));
  }

  BackendPool(EjectionRule rule, List<BackendSource> sources) {
    this.rule = rule;
    this.sources = sources;
    sources.forEach(source -> source.start(wanted -> told(source, wanted)));
  }

  void stop(@Observes ShutdownEvent event) {
    sources.forEach(BackendSource::stop);
  }

  /** Of two of one name the first source's counts. */
  private synchronized void told(BackendSource source, List<BackendSpec> wanted) {
    told.put(source, wanted);
    Map<String, BackendSpec> union = new LinkedHashMap<>();
    for (BackendSource one : sources) {
      told.getOrDefault(one, List.of()).forEach(spec -> union.putIfAbsent(spec.name(), spec));
    }
    reconcile(List.copyOf(union.values()));
  }

  /**
   * Makes the pool what is wanted. Who is wanted unchanged stays, with what is known of it; who is
   * not any more, or not so, is lent no more and leaves when its last lease has ended.
   */
  synchronized void reconcile(List<BackendSpec> wanted) {
    Map<BackendSpec, Backend> before = new LinkedHashMap<>();
    backends.forEach(backend -> before.put(backend.spec(), backend));
    List<Backend> after = new ArrayList<>();
    List<Backend> fresh = new ArrayList<>();
    for (BackendSpec spec : wanted) {
      Backend backend = before.remove(spec);
      if (backend == null) {
        backend = new Backend(spec, rule, this::mayEject);
        fresh.add(backend);
      }
      after.add(backend);
    }
    fresh.forEach(joined);
    backends = List.copyOf(after);
    before.values().forEach(gone -> gone.drain(() -> left(gone)));
  }

  private void left(Backend gone) {
    LOG.infof("backend %s has left", gone);
    left.accept(gone);
  }

  /**
   * Looks after every backend from now on, those that are there first.
   *
   * @param joined before one can be lent
   * @param left when the last lease of one that is gone has ended
   */
  synchronized void watch(Consumer<Backend> joined, Consumer<Backend> left) {
    this.joined = joined;
    this.left = left;
    backends.forEach(joined);
  }

  /** Every backend as it is now, in the order in which its source names them. */
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
}
