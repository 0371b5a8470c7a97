package io.stepgate.routing;

import io.quarkus.runtime.Startup;
import io.stepgate.admission.Admitted;
import io.stepgate.routing.RoutingConfig.ModelConfig;
import io.stepgate.routing.policy.RouteRequest;
import io.stepgate.routing.policy.RoutingPolicies;
import io.stepgate.routing.policy.RoutingPolicy;
import io.stepgate.routing.policy.Workload;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The room's door: lends out a ready backend that serves the model. Never blocks. */
@Startup
@ApplicationScoped
public class BackendSelector {
  private static final String DEFAULT = "default";

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
   * @param admitted without which nobody is routed
   */
  public Lease lease(Admitted admitted, RouteRequest request) throws NoBackend {
    Objects.requireNonNull(admitted, "nobody is routed without being admitted");
    String model = request.model();
    Workload workload = request.workload();
    List<Backend> all = pool.backends();
    if (all.isEmpty()) {
      throw new NoBackend(NoBackend.Kind.NONE_CONFIGURED, "no backend is configured");
    }
    String wanted = anyModel(model, all) ? first(all, workload) : model;
    boolean embeds = workload == Workload.EMBEDDING && haveOneThatEmbeds(all, wanted);
    Candidates candidates = new Candidates(request.tried(), all.size());
    for (Backend backend : all) {
      BackendView view = backend.view();
      boolean generates = view.info().generates();
      boolean able = workload == Workload.GENERATION ? generates : !(embeds && generates);
      candidates.add(backend, view.isReady(), view.serves(wanted), able);
    }
    candidates.readmit();
    // What every server does tells nothing of whether this one does what it is there for.
    boolean decides = workload == Workload.GENERATION || embeds;
    Candidates.Trial trial = decides ? candidates.trial() : null;
    if (trial != null) {
      return new Lease(trial.backend(), profile(trial.backend().view(), wanted), trial.round());
    }
    Backend chosen =
        policy.pick(candidates.inChoice(), request).orElseThrow(() -> candidates.refusal(model));
    int round = decides ? chosen.ejection().round() : OutlierEjection.NO_ROUND;
    return new Lease(chosen, profile(chosen.view(), wanted), round);
  }

  /** SGLang takes {@code default} and nothing for its only model, and so do some clients. */
  private static boolean anyModel(String model, List<Backend> all) {
    if (model == null || model.isEmpty()) {
      return true;
    }
    if (model.equals(DEFAULT)) {
      for (Backend backend : all) {
        if (backend.view().lists(DEFAULT)) {
          return false;
        }
      }
      return true;
    }
    return false;
  }

  /**
   * Whether a backend that serves the model is known to be there for this alone. Where it is not
   * ready the request waits for it, too: a server that generates would refuse it.
   */
  private static boolean haveOneThatEmbeds(List<Backend> all, String model) {
    for (Backend backend : all) {
      BackendView view = backend.view();
      if (view.serves(model) && !view.info().generates()) {
        return true;
      }
    }
    return false;
  }

  /** The first model of the first backend that is there for it, or else that could take it. */
  private static String first(List<Backend> all, Workload workload) {
    String able = null;
    for (Backend backend : all) {
      BackendView view = backend.view();
      boolean generates = view.info().generates();
      if (!view.isReady() || workload == Workload.GENERATION && !generates) {
        continue;
      }
      if (workload != Workload.EMBEDDING || !generates) {
        return view.servedName(null);
      }
      able = able == null ? view.servedName(null) : able;
    }
    return able;
  }

  /** The overrides of {@code stepgate.models}, for whoever can tell whether the names exist. */
  public List<ModelProfile> configuredModels() {
    return overrides.keySet().stream().map(model -> profile(BackendView.UNSEEN, model)).toList();
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
        view.info().reasoning(),
        view.info().toolCalls(),
        view.info().tellsUsage());
  }
}
