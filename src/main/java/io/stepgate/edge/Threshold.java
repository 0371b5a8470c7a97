package io.stepgate.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What every request passes before it comes to a door, whoever owns the door. */
@Singleton
class Threshold {
  void lay(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).handler(Threshold::enter);
  }

  private static void enter(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.version() == HttpVersion.HTTP_2) {
      ClientConnection.limitStreams(request);
    }
    context.next();
  }
}
