package io.stepgate.edge;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.stepgate.routing.BackendPool;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Health as SGLang's clients ask for it. */
@Singleton
class StateEndpoint {
  private final BackendPool pool;
  private volatile boolean stopping;

  StateEndpoint(BackendPool pool) {
    this.pool = pool;
  }

  /** From here on whoever chooses among gateways is to choose another. */
  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
  }

  /** 200 when a backend is ready and more requests are wanted. Never makes a backend generate. */
  void health(RoutingContext context, byte[] nothing) {
    if (stopping) {
      Arrival.refuse(
          context.request(),
          ApiError.of(
              ErrorType.OVERLOADED, "the gateway is stopping: only what it has begun goes on"));
    } else if (pool.anyReady()) {
      context.response().end();
    } else {
      Arrival.refuse(context.request(), ApiError.of(ErrorType.OVERLOADED, "no backend is ready"));
    }
  }
}
