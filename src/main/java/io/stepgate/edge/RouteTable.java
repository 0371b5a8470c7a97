package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The gateway's own paths with their methods, and what becomes of every request that has no place
 * here: another method on one of the paths, a path that is none, a fault of ours.
 */
final class RouteTable {
  private static final String VERSION = "/v1";

  private final Router router;
  private final Map<String, TreeSet<String>> methods = new LinkedHashMap<>();

  /** Begins a table: from here on every request is named before anything else happens to it. */
  RouteTable(Router router) {
    this.router = router;
    router
        .route()
        .order(Integer.MIN_VALUE)
        .handler(
            context -> {
              Arrival.mark(context);
              context.next();
            });
  }

  void add(HttpMethod method, String path, Handler<RoutingContext> handler) {
    router.route(method, path).handler(handler);
    methods.computeIfAbsent(path, none -> new TreeSet<>()).add(method.name());
  }

  /** Ends the table, after the last path. */
  void close() {
    methods.forEach(
        (path, allowed) -> {
          String list = String.join(", ", allowed);
          router.route(path).handler(context -> notAllowed(context, list));
        });
    router.route(VERSION + "/*").last().handler(this::unknown);
    router.errorHandler(404, this::unknown);
    router.errorHandler(500, RouteTable::crashed);
  }

  private static void notAllowed(RoutingContext context, String allowed) {
    Replies.notAllowed(context.request(), allowed);
  }

  private static void crashed(RoutingContext context) {
    Throwable fault = context.failure();
    Arrival.mark(context);
    Arrival.refuse(context.request(), fault == null ? new IllegalStateException() : fault);
  }

  private void unknown(RoutingContext context) {
    if (!context.response().ended()) {
      Arrival.mark(context);
      HttpServerRequest request = context.request();
      String meant = meant(context.normalizedPath());
      String message = "there is no path " + request.path();
      if (meant != null) {
        message += ", use " + meant;
      } else if (request.method() == HttpMethod.POST) {
        message += ", chats go to " + ChatErrand.PATH;
      }
      Arrival.refuse(request, ApiError.of(ErrorType.NOT_FOUND, message));
    }
  }

  /**
   * The path of ours that a client with a wrong base URL means, or null. Most leave {@code /v1} out
   * or have it twice; some have another server's prefix.
   */
  private String meant(String path) {
    String rest = path;
    while (rest.startsWith(VERSION + "/")) {
      rest = rest.substring(VERSION.length());
    }
    if (known(VERSION + rest)) {
      return VERSION + rest;
    }
    return methods.keySet().stream()
        .filter(path::endsWith)
        .max(Comparator.comparingInt(String::length))
        .orElse(null);
  }

  private boolean known(String path) {
    return methods.keySet().stream()
        .anyMatch(
            known ->
                known.endsWith("/*")
                    ? path.startsWith(known.substring(0, known.length() - 1))
                    : path.equals(known));
  }
}
