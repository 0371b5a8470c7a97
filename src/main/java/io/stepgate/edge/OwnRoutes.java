package io.stepgate.edge;

import io.stepgate.admission.Caller;
import io.stepgate.admission.Refusal;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** Routes that the gateway answers by itself: the caller is checked, then the body is read. */
@Singleton
class OwnRoutes {
  private static final byte[] NOTHING = {};

  private final Bodies bodies;
  private final Callers callers;

  OwnRoutes(Bodies bodies, Callers callers) {
    this.bodies = bodies;
    this.callers = callers;
  }

  /** Turns a body into the JSON of an answer; of a large body on another thread. */
  interface Work {
    Buffer answer(byte[] body) throws InvalidRequest;
  }

  /** One that takes no body. */
  Handler<RoutingContext> plain(Access access, Door door) {
    return context ->
        allowed(
            context,
            access,
            caller -> {
              // A body that nobody wants must not stop the connection's next request.
              context.request().resume();
              enter(context, door, NOTHING);
            });
  }

  /** One with a small body, of its own limit. */
  Handler<RoutingContext> reading(Access access, Door door, BodyLimit limit) {
    return context ->
        allowed(
            context,
            access,
            caller ->
                bodies
                    .read(context.request(), caller, limit)
                    .onSuccess(
                        body -> {
                          try (body) {
                            enter(context, door, body.bytes());
                          }
                        })
                    .onFailure(failure -> refuse(context, failure)));
  }

  /** One with a body of the size that any request may have. */
  Handler<RoutingContext> work(Access access, Work work) {
    return context ->
        allowed(
            context,
            access,
            caller ->
                bodies
                    .read(context.request(), caller, bodies.limit())
                    .compose(
                        body ->
                            bodies
                                .work(body, () -> work.answer(body.bytes()))
                                .onComplete(done -> body.close()))
                    .onSuccess(answer -> answer(context, answer))
                    .onFailure(failure -> refuse(context, failure)));
  }

  private static void answer(RoutingContext context, Buffer json) {
    // The client may have gone while another thread worked.
    if (!ClientConnection.gone(context.request())) {
      Replies.json(context.response(), json);
    }
  }

  private void allowed(RoutingContext context, Access access, Consumer<Caller> next) {
    Caller caller;
    try {
      caller = callers.check(context.request(), access);
    } catch (Refusal | InvalidRequest refusal) {
      refuse(context, refusal);
      return;
    }
    next.accept(caller);
  }

  private static void refuse(RoutingContext context, Throwable failure) {
    Arrival.refuse(context.request(), failure);
  }

  private static void enter(RoutingContext context, Door door, byte[] body) {
    try {
      door.enter(context, body);
    } catch (InvalidRequest | RuntimeException | Error failure) {
      refuse(context, failure);
    }
  }
}
