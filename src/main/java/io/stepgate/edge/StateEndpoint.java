package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.stepgate.routing.BackendPool;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Health as SGLang's clients ask for it. */
@Singleton
class StateEndpoint {
  private final BackendPool pool;

  StateEndpoint(BackendPool pool) {
    this.pool = pool;
  }

  /** 200 when a backend is ready. Never makes a backend generate. */
  void health(RoutingContext context, byte[] nothing) {
    if (pool.anyReady()) {
      context.response().end();
    } else {
      Arrival.refuse(context.request(), ApiError.of(ErrorType.OVERLOADED, "no backend is ready"));
    }
  }
}
