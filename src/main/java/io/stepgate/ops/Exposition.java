package io.stepgate.ops;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Answers with a registry's figures in Prometheus' text format, or OpenMetrics' by Accept. */
// Quarkus 3.33 comes with the registry of Prometheus' older client, which Micrometer calls
// deprecated.
@SuppressWarnings("deprecation")
final class Exposition {
  /**
   * Whoever looks gets a worker thread: thousands of series, or an hour of sketches, take
   * milliseconds that the streams of an event loop would wait for. Looks need not wait for each
   * other.
   */
  static final boolean IN_ORDER = false;

  private Exposition() {}

  static void answer(RoutingContext context, PrometheusMeterRegistry registry) {
    String type = TextFormat.chooseContentType(context.request().getHeader(HttpHeaders.ACCEPT));
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(tidy(registry.scrape(type)));
  }

  /**
   * Leaves out the comma that the library writes behind a series' last label. It is allowed, but
   * whoever looks for {@code {backend="a"}} would not find it.
   */
  static String tidy(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '#' && (i == 0 || text.charAt(i - 1) == '\n')) {
        int end = text.indexOf('\n', i);
        int next = end < 0 ? text.length() : end + 1;
        out.append(text, i, next);
        i = next - 1;
      } else if (quoted && c == '\\' && i + 1 < text.length()) {
        out.append(c).append(text.charAt(++i));
      } else if (quoted || c != ',' || i + 1 == text.length() || text.charAt(i + 1) != '}') {
        quoted = (c == '"') != quoted;
        out.append(c);
      }
    }
    return out.toString();
  }
}
