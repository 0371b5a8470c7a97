package io.stepgate.edge;

import io.stepgate.routing.BackendPool;
import io.stepgate.routing.ServedModel;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * {@code GET /v1/models}: the models of all backends, each once, as their backend describes them.
 */
@Singleton
class ModelsEndpoint {
  static final String LIST = "/v1/models";

  private static final String PREFIX = LIST + "/";

  private final BackendPool pool;

  ModelsEndpoint(BackendPool pool) {
    this.pool = pool;
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      // Then it is no escape: nobody serves a model of that name.
      return path;
    }
  }

  void list(RoutingContext context, byte[] nothing) {
    String models = pool.models().stream().map(ServedModel::json).collect(Collectors.joining(","));
    Replies.json(context.response(), "{\"object\":\"list\",\"data\":[" + models + "]}");
  }

  /** A model's id has slashes of its own, so everything behind the prefix is the id. */
  void one(RoutingContext context, byte[] nothing) {
    String id = decoded(context.normalizedPath().substring(PREFIX.length()));
    for (ServedModel model : pool.models()) {
      if (model.id().equals(id)) {
        Replies.json(context.response(), model.json());
        return;
      }
    }
    Arrival.refuse(
        context.request(), ErrorTable.unknownModel("no backend serves the model '" + id + "'"));
  }
}
