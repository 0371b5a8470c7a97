package io.stepgate.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** What a browser adds to a page's request by itself, and no script of the page can leave out. */
final class Browser {
  static final String SITE = "Sec-Fetch-Site";
  private static final String FETCH = "sec-fetch-";

  private Browser() {}

  static boolean sent(HttpServerRequest request) {
    MultiMap headers = request.headers();
    return headers.contains(HttpHeaders.ORIGIN)
        || headers.names().stream()
            .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(FETCH));
  }

  /**
   * Whether a page of another site sent it, and {@code quarkus.http.cors} does not know its origin.
   */
  static boolean sentByAnotherSite(HttpServerRequest request) {
    return "cross-site".equals(request.getHeader(SITE))
        && !request.response().headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
  }
}
