package io.stepgate.edge;

import io.stepgate.admission.Admission;
import io.stepgate.admission.Refusal;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Routes that the gateway answers by itself: the caller is checked, then the body is read. */
@Singleton
class OwnRoutes {
  private final Vertx vertx;
  private final Admission admission;
  private final Callers callers;

  OwnRoutes(Vertx vertx, Admission admission, Callers callers) {
    this.vertx = vertx;
    this.admission = admission;
    this.callers = callers;
  }

  /** One that takes no body. */
  Handler<RoutingContext> plain(Access access, Door door) {
    return context -> {
      if (allowed(context, access, false)) {
        // A body that nobody wants must not stop the connection's next request.
        context.request().resume();
        enter(context, door, Buffer.buffer());
      }
    };
  }

  /** One with a body of the size that any request may have. */
  Handler<RoutingContext> reading(Access access, Door door) {
    return reading(
        access, door, new BodyLimit(admission.maxBodySize(), "stepgate.admission.max-body-size"));
  }

  /** One with a body of its own limit. */
  Handler<RoutingContext> reading(Access access, Door door, BodyLimit limit) {
    return context -> {
      HttpServerRequest request = context.request();
      if (allowed(context, access, true)) {
        BodyReader.read(vertx, request, limit.bytes(), limit.source(), admission.bodyTimeout())
            .onSuccess(body -> enter(context, door, body))
            .onFailure(failure -> Arrival.refuse(request, failure));
      }
    };
  }

  private boolean allowed(RoutingContext context, Access access, boolean withBody) {
    try {
      callers.check(context.request(), access);
      if (withBody) {
        BodyKind.check(context.request());
      }
      return true;
    } catch (Refusal | InvalidRequest refusal) {
      Arrival.refuse(context.request(), refusal);
      return false;
    }
  }

  private static void enter(RoutingContext context, Door door, Buffer body) {
    try {
      door.enter(context, body);
    } catch (InvalidRequest | RuntimeException | Error failure) {
      Arrival.refuse(context.request(), failure);
    }
  }
}
