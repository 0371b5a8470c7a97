package io.stepgate.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a browser may do with a page of ours: run its one style and its one script, talk to this
 * server, and nothing else.
 */
public final class PagePolicy {
  private PagePolicy() {}

  /** The value of {@code Content-Security-Policy} for a page with these inline texts. */
  public static String of(String style, String script) {
    return String.join(
        "; ",
        "default-src 'none'",
        "connect-src 'self'",
        "img-src data:",
        "style-src " + source(style),
        "script-src " + source(script),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'");
  }

  /** Answers with a page. */
  public static void send(HttpServerResponse response, Buffer html, String policy) {
    asDeclared(response)
        .putHeader("Content-Security-Policy", policy)
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .end(html);
  }

  /** Lets no browser guess that an answer is of another type than it says. */
  public static HttpServerResponse asDeclared(HttpServerResponse response) {
    return response.putHeader("X-Content-Type-Options", "nosniff");
  }

  /** An inline text by its hash, as CSP Level 2 §4.2.5 names it. */
  private static String source(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
