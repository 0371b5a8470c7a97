package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** What happens to every request at the door, before anybody asks what it wants. */
final class Arrival {
  private static final String ID = "stepgate.request-id";
  private static final String TIME = "stepgate.arrived";

  /** How SDKs name a request where nobody else does. */
  private static final CharSequence CLIENT_ID = HttpHeaders.createOptimized("x-client-request-id");

  private Arrival() {}

  /** Gives the request its id, which every answer carries, and notes the time. */
  static void mark(RoutingContext context) {
    if (context.get(ID) == null) {
      MultiMap headers = context.request().headers();
      String id = Ids.requestId(headers.get(Replies.REQUEST_ID), headers.get(CLIENT_ID));
      context.put(ID, id);
      context.put(TIME, System.nanoTime());
      context
          .response()
          .putHeader(Replies.REQUEST_ID, id)
          .putHeader(Replies.REQUEST_ID_OF_OTHERS, id);
    }
  }

  /** What is known of a marked request at the door. */
  static ExchangeFacts facts(RoutingContext context, String path) {
    return new ExchangeFacts(context.get(ID), context.request(), path, context.<Long>get(TIME));
  }

  /** Answers a request that failed before anything came of it, if there is somebody to answer. */
  static void refuse(HttpServerRequest request, Throwable failure) {
    if (!(failure instanceof ClientGone)) {
      refuse(request, Faults.error(request, failure));
    }
  }

  /** Answers with an error; what the client is still sending goes to {@link Leftover}. */
  static void refuse(HttpServerRequest request, ApiError error) {
    if (request.response().ended() || ClientConnection.gone(request)) {
      return;
    }
    boolean arriving = !request.isEnded();
    if (arriving) {
      Leftover.discard(request);
    }
    Replies.error(request.response(), error);
    if (arriving) {
      ClientConnection.flush(request);
    }
  }
}
