package io.stepgate.routing;

import io.quarkus.runtime.Startup;
import io.stepgate.admission.Admitted;
import io.stepgate.routing.RoutingConfig.ModelConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** The room's door: lends out a ready backend that serves the model. Never blocks. */
@Startup
@ApplicationScoped
public class BackendSelector {
  private final BackendPool pool;
  private final RoutingPolicy policy;
  private final Map<String, ModelConfig> overrides;

  BackendSelector(BackendPool pool, RoutingConfig config, RoutingConfig.Models models) {
    this.pool = pool;
    this.policy = RoutingPolicies.create(config.policy());
    this.overrides = models.byName();
  }

  /**
   * Lends a backend for one try.
   *
   * @param model as the request names it, or null
   * @param exclude names of backends that were tried already
   */
  public Lease lease(Admitted admitted, String model, Set<String> exclude) throws NoBackend {
    Objects.requireNonNull(admitted, "nobody is routed without being admitted");
    List<Backend> all = pool.backends();
    if (all.isEmpty()) {
      throw new NoBackend(NoBackend.Kind.NONE_CONFIGURED, "no backend is configured");
    }
    boolean anyReady = false;
    boolean anyServes = false;
    boolean anyDownServes = false;
    List<Backend> candidates = new ArrayList<>(all.size());
    for (Backend backend : all) {
      BackendView view = backend.view();
      if (!view.isReady()) {
        anyDownServes |= view.models() != null && view.serves(model);
        continue;
      }
      anyReady = true;
      if (view.serves(model)) {
        anyServes = true;
        if (!exclude.contains(backend.name())) {
          candidates.add(backend);
        }
      }
    }
    Backend chosen =
        policy.pick(candidates).orElseThrow(none(model, anyReady, anyServes, anyDownServes));
    return new Lease(chosen, profile(chosen.view(), model));
  }

  /** The overrides of {@code stepgate.models}, for whoever can tell whether the names exist. */
  public List<ModelProfile> configuredModels() {
    return overrides.keySet().stream().map(model -> profile(BackendView.UNSEEN, model)).toList();
  }

  private static Supplier<NoBackend> none(
      String model, boolean anyReady, boolean anyServes, boolean anyDownServes) {
    return () -> {
      if (anyServes) {
        return new NoBackend(
            NoBackend.Kind.EXHAUSTED, "every backend that could serve this was tried");
      }
      // A model that was served a moment ago is not unknown: its backend will come back.
      if (!anyReady || anyDownServes) {
        return new NoBackend(NoBackend.Kind.NONE_READY, "no backend is ready for this request");
      }
      return new NoBackend(
          NoBackend.Kind.UNKNOWN_MODEL, "no backend serves the model " + quoted(model));
    };
  }

  private ModelProfile profile(BackendView view, String model) {
    String served = view.servedName(model);
    ModelConfig override = overrides.get(model);
    if (override == null) {
      override = overrides.get(served);
    }
    return new ModelProfile(
        served,
        override == null ? null : override.reasoningParser().orElse(null),
        override == null ? null : override.toolCallParser().orElse(null),
        view.reasoning(),
        view.toolCalls());
  }

  private static String quoted(String model) {
    return '\'' + (model.length() <= 128 ? model : model.substring(0, 128) + "…") + '\'';
  }
}
