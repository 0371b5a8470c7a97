package io.stepgate.ops;

import io.stepgate.routing.BackendPool;
import io.stepgate.routing.BackendSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when a backend is: without one, every request would be answered 503. */
@Readiness
@ApplicationScoped
class BackendHealthCheck implements HealthCheck {
  private final BackendPool pool;

  BackendHealthCheck(BackendPool pool) {
    this.pool = pool;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("backends");
    for (BackendSnapshot backend : pool.snapshot()) {
      answer.withData(backend.name(), backend.state().name());
    }
    return answer.status(pool.anyReady()).build();
  }
}
