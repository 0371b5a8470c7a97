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
   * @param model as the request names it, or null
   * @param exclude names of backends that were tried already
   */
  public Lease lease(Admitted admitted, String model, Workload workload, Set<String> exclude)
      throws NoBackend {
    Objects.requireNonNull(admitted, "nobody is routed without being admitted");
    List<Backend> all = pool.backends();
    if (all.isEmpty()) {
      throw new NoBackend(NoBackend.Kind.NONE_CONFIGURED, "no backend is configured");
    }
    String wanted = anyModel(model, all) ? first(all, workload) : model;
    boolean embeds = workload == Workload.EMBEDDING && haveOneThatEmbeds(all, wanted);
    Found found = new Found();
    List<Backend> candidates = new ArrayList<>(all.size());
    for (Backend backend : all) {
      BackendView view = backend.view();
      boolean serves = view.serves(wanted);
      boolean generates = view.info().generates();
      boolean able = workload == Workload.GENERATION ? generates : !(embeds && generates);
      if (!view.isReady()) {
        found.downServes |= serves && able;
        continue;
      }
      found.ready = true;
      found.unable |= serves && !able;
      if (serves && able) {
        found.serves = true;
        if (!exclude.contains(backend.name())) {
          candidates.add(backend);
        }
      }
    }
    Backend chosen = policy.pick(candidates).orElseThrow(() -> found.refusal(model));
    return new Lease(chosen, profile(chosen.view(), wanted));
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

  /** What there was instead of a candidate. */
  private static final class Found {
    private boolean ready;
    private boolean serves;
    private boolean unable;
    private boolean downServes;

    private NoBackend refusal(String model) {
      if (serves) {
        return new NoBackend(
            NoBackend.Kind.EXHAUSTED, "every backend that could serve this was tried");
      }
      // A model that was served a moment ago is not unknown: its backend will come back.
      if (!ready || downServes) {
        return new NoBackend(NoBackend.Kind.NONE_READY, "no backend is ready for this request");
      }
      if (unable) {
        return new NoBackend(
            NoBackend.Kind.UNKNOWN_MODEL, "the backends that serve this do not generate");
      }
      return new NoBackend(
          NoBackend.Kind.UNKNOWN_MODEL, "no backend serves the model " + quoted(model));
    }
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

  private static String quoted(String model) {
    return '\'' + (model.length() <= 128 ? model : model.substring(0, 128) + "…") + '\'';
  }
}
