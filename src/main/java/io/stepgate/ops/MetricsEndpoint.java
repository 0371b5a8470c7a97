package io.stepgate.ops;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * {@code /metrics}, in OpenMetrics' format for who asks for it. It stands in front of the
 * framework's own handler, which refuses any {@code Accept} header but its own spelling of it.
 */
@Singleton
class MetricsEndpoint {
  private static final String PATH = "/metrics";

  /** Before the framework's route, behind the one that names every request. */
  private static final int ORDER = -1;

  @SuppressWarnings("deprecation") // see Exposition
  void open(@Observes Router router, PrometheusMeterRegistry registry) {
    router
        .get(PATH)
        .order(ORDER)
        .blockingHandler(context -> Exposition.answer(context, registry), Exposition.IN_ORDER);
  }
}
