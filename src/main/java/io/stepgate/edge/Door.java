package io.stepgate.edge;

import io.stepgate.openai.InvalidRequest;
import io.vertx.ext.web.RoutingContext;

/** Answers the requests of one route, after the route's table has let them in. */
interface Door {
  /**
   * @param body empty where the route takes none
   */
  void enter(RoutingContext context, byte[] body) throws InvalidRequest;
}
