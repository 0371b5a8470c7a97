package io.stepgate.ops;

import io.stepgate.edge.AcceptHeader;
import io.stepgate.edge.Callers;
import io.stepgate.edge.PagePolicy;
import io.stepgate.edge.QueryParameters;
import io.stepgate.edge.Replies;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The live page and its events. They tell what {@code /metrics} tells, so they ask for no key,
 * unless {@code stepgate.ops.live} says otherwise.
 */
@Singleton
class LiveEndpoint {
  static final String PAGE = "/";
  static final String EVENTS = "/live/events";

  /** Few, since each costs a merge at every beat; any other can be had as a report. */
  private static final List<String> WINDOWS = List.of("1m", "5m", "15m", "1h");

  /** Seconds: a page that is left frees its place at its next event. */
  private static final int RETRY_AFTER = 5;

  private final LiveFeed feed;
  private final LiveAccess access;
  private final Duration window;
  private final Duration reach;
  private final LivePage page = LivePage.load();

  LiveEndpoint(LiveFeed feed, LiveReport live, OpsConfig config) {
    this.feed = feed;
    access = config.live();
    window = config.reportWindow();
    reach = live.reach();
  }

  void open(@Observes Router router, Callers callers) {
    if (access == LiveAccess.OFF) {
      return;
    }
    if (access == LiveAccess.KEY) {
      for (String path : List.of(PAGE, EVENTS)) {
        router.route(path).handler(context -> check(context, callers));
      }
    }
    router.get(PAGE).handler(this::page);
    router.get(EVENTS).handler(this::events);
    for (String path : List.of(PAGE, EVENTS)) {
      router.route(path).handler(LiveEndpoint::notAllowed);
    }
  }

  private static void check(RoutingContext context, Callers callers) {
    Optional<ApiError> refusal = callers.refusal(context.request());
    if (refusal.isEmpty()) {
      context.next();
    } else {
      // By this a browser asks its user: the password is the key, the name does not matter.
      safely(context).putHeader("WWW-Authenticate", "Basic realm=\"Stepgate\", charset=\"UTF-8\"");
      refuse(context, refusal.get());
    }
  }

  private void page(RoutingContext context) {
    HttpServerResponse response = safely(context).putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    if (!AcceptHeader.html(context)) {
      refuse(
          context,
          ApiError.of(
              ErrorType.NOT_FOUND,
              "this path is a page for people, text/html; its figures are at "
                  + ReportEndpoint.REPORT));
      return;
    }
    PagePolicy.send(response, page.html(), page.policy());
  }

  private void events(RoutingContext context) {
    safely(context);
    try {
      Map<String, List<String>> query = QueryParameters.of(context.request());
      Asked.only(query, List.of("window"));
      Duration asked = window;
      if (query.containsKey("window")) {
        Asked.word(query, "window", WINDOWS);
        asked = Asked.window(query, window, reach);
      }
      listen(context, asked);
    } catch (InvalidRequest invalid) {
      refuse(context, invalid.error());
    }
  }

  private void listen(RoutingContext context, Duration asked) {
    HttpServerResponse response = context.response();
    Context loop = Vertx.currentContext();
    LiveListener listener =
        new LiveListener(
            asked,
            new LiveConnection(context.request()),
            task -> loop.runOnContext(later -> task.run()),
            feed.patience());
    response.closeHandler(gone -> feed.leave(listener));
    response.endHandler(over -> feed.leave(listener));
    response.exceptionHandler(broken -> feed.leave(listener));
    if (feed.join(listener)) {
      // In time: the first event is written on this loop, too, after this.
      response
          .setChunked(true)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
          .putHeader("X-Accel-Buffering", "no");
    } else {
      refuse(
          context,
          ApiError.of(
                  ErrorType.OVERLOADED,
                  "no more than "
                      + LivePlaces.MOST
                      + " live pages can be open, of them "
                      + LivePlaces.MOST_OF_ONE
                      + " from one address, and none while stopping")
              .withRetryAfter(RETRY_AFTER));
    }
  }

  private static void notAllowed(RoutingContext context) {
    safely(context).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Replies.notAllowed(context.request(), "GET");
  }

  private static HttpServerResponse safely(RoutingContext context) {
    // A body that nobody wants must not stop the connection's next request.
    context.request().resume();
    return PagePolicy.asDeclared(context.response());
  }

  private static void refuse(RoutingContext context, ApiError error) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Replies.refuse(context.request(), error);
  }
}
