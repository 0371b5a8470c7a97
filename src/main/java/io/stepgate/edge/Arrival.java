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

  private Arrival() {}

  /** Gives the request its id, which every answer carries, and notes the time. */
  static void mark(RoutingContext context) {
    if (context.get(ID) == null) {
      String id = Ids.requestId(context.request().getHeader(Replies.REQUEST_ID));
      context.put(ID, id);
      context.put(TIME, System.nanoTime());
      context.response().putHeader(Replies.REQUEST_ID, id);
    }
  }

  /** What is known of a marked request at the door. */
  static ExchangeFacts facts(RoutingContext context, String path) {
    return new ExchangeFacts(context.get(ID), context.request(), path, context.<Long>get(TIME));
  }

  /** Answers a request that failed before anything came of it, if there is somebody to answer. */
  static void refuse(HttpServerRequest request, Throwable failure) {
    if (!(failure instanceof ClientGone)) {
      refuse(request, ErrorTable.of(failure));
    }
  }

  /** Answers with an error; what the client is still sending goes to {@link Leftover}. */
  static void refuse(HttpServerRequest request, ApiError error) {
    if (request.response().ended() || ClientConnection.gone(request)) {
      return;
    }
    if (!request.isEnded()) {
      Leftover.discard(request);
    }
    Replies.error(request.response(), error);
  }

  /**
   * Whether the caller is on this machine itself. One that comes through a proxy is not, nor is a
   * web page of somebody else's that the operator's browser shows.
   */
  static boolean loopback(HttpServerRequest request) {
    MultiMap headers = request.headers();
    String site = headers.get("Sec-Fetch-Site");
    boolean foreignPage =
        headers.contains(HttpHeaders.ORIGIN)
            || site != null && !site.equals("none") && !site.equals("same-origin");
    if (foreignPage || headers.contains("X-Forwarded-For") || headers.contains("Forwarded")) {
      return false;
    }
    String address = request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    return address != null
        && (address.startsWith("127.")
            || address.equals("::1")
            || address.equals("0:0:0:0:0:0:0:1"));
  }
}
