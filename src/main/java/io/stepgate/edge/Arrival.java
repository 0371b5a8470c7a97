package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** What happens to every request at the door, before anybody asks what it wants. */
final class Arrival {
  private static final String ID = "stepgate.request-id";
  private static final String TIME = "stepgate.arrived";

  /** How long a refused client may go on sending: long enough to read the answer meanwhile. */
  private static final long GRACE_MILLIS = 5_000;

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

  /**
   * Answers with an error. What the client is still sending is thrown away for a while, so that it
   * can read why; then its connection is closed.
   */
  static void refuse(HttpServerRequest request, ApiError error) {
    if (request.response().ended() || request.response().closed()) {
      return;
    }
    if (!request.isEnded()) {
      request.handler(ignored -> {});
      request.resume();
      Context context = Vertx.currentContext();
      long timer = context.owner().setTimer(GRACE_MILLIS, expired -> giveUp(request));
      request.endHandler(ended -> context.owner().cancelTimer(timer));
    }
    Replies.error(request.response(), error);
  }

  /** Over HTTP/2 the connection carries other requests too. */
  private static void giveUp(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
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
