package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What every request passes before it comes to a door, whoever owns the door. */
@Singleton
class Threshold {
  private static final ApiError STRANGE_PAGE =
      ApiError.of(
          ErrorType.PERMISSION, "the page's origin is none of those in quarkus.http.cors.origins");

  void lay(@Observes Router router, PageOrigins pages) {
    router
        .route()
        .order(Integer.MIN_VALUE)
        .handler(context -> enter(router, pages, context))
        .failureHandler(Threshold::failed);
  }

  private static void enter(Router router, PageOrigins pages, RoutingContext context) {
    HttpServerRequest request = context.request();
    if (ClientConnection.gone(request)) {
      // What came behind a request that ended its connection. Quarkus counts it until its end, and
      // waits for that when it stops.
      ClientConnection.endUnheard(request);
      return;
    }
    if (request.method() == HttpMethod.HEAD) {
      router.handle(new HeadRequest(request));
      return;
    }
    ClientConnection.meet(request);
    ApiError fault = RequestHead.fault(request);
    if (fault != null) {
      refuse(context, fault);
    } else if (pages.refuse(request)) {
      Arrival.mark(context);
      Arrival.refuse(request, STRANGE_PAGE);
    } else {
      if (request.version() == HttpVersion.HTTP_1_0) {
        endWithConnection(context);
      }
      context.next();
    }
  }

  /** Without a length an answer over HTTP/1.0 is over when its connection is. */
  private static void endWithConnection(RoutingContext context) {
    context.addHeadersEndHandler(
        head -> {
          if (!context.response().headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addBodyEndHandler(end -> context.request().connection().close());
          }
        });
  }

  /** Where a message ends may be in doubt, so nothing more is read on its connection. */
  private static void refuse(RoutingContext context, ApiError fault) {
    HttpServerRequest request = context.request();
    Arrival.mark(context);
    if (request.version() == HttpVersion.HTTP_2) {
      Arrival.refuse(request, fault);
    } else {
      Replies.error(request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE), fault);
      request.connection().close();
    }
  }

  /** What the router itself refuses, before any of its routes. */
  private static void failed(RoutingContext context) {
    Arrival.mark(context);
    switch (context.statusCode()) {
      case 400 ->
          refuse(context, RequestHead.invalid("the request names no Host, or not a valid one"));
      case 404 ->
          Arrival.refuse(
              context.request(),
              ApiError.of(ErrorType.NOT_FOUND, "there is no path " + context.request().path()));
      default -> context.next();
    }
  }
}
