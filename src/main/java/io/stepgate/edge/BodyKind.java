package io.stepgate.edge;

import io.stepgate.openai.InvalidRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** Refuses a body by what its headers say of it, before any of it is read. */
final class BodyKind {
  private static final String IDENTITY = "identity";

  private BodyKind() {}

  /**
   * @throws InvalidRequest when the body is packed; or when a browser sends it as something else
   *     than JSON, which a page of any site can do without asking first. Programs may call it what
   *     they like: curl says that it is a form.
   */
  static void check(HttpServerRequest request) throws InvalidRequest {
    for (String coding : request.headers().getAll(HttpHeaders.CONTENT_ENCODING)) {
      if (!coding.strip().equalsIgnoreCase(IDENTITY)) {
        // RFC 9110, 12.5.3: so a client can tell which of the two reasons for a 415 it is.
        request.response().putHeader(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        throw unsupported(
            "a body with a Content-Encoding is not read here, send it without one (identity)");
      }
    }
    if (Browser.sent(request) && !json(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      throw unsupported("a browser's request needs Content-Type: application/json");
    }
  }

  private static boolean json(String contentType) {
    if (contentType == null) {
      return false;
    }
    int end = contentType.indexOf(';');
    String type = end < 0 ? contentType : contentType.substring(0, end);
    type = type.strip().toLowerCase(Locale.ROOT);
    return type.equals(Replies.JSON) || type.endsWith("+json");
  }

  private static InvalidRequest unsupported(String message) {
    return new InvalidRequest(ErrorTable.otherKindOfBody(message));
  }
}
