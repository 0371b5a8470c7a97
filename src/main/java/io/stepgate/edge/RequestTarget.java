package io.stepgate.edge;

import io.stepgate.openai.InvalidRequest;
import io.vertx.core.http.HttpServerRequest;

/** What a backend is asked for: never the text that a client put into its request line. */
final class RequestTarget {
  private RequestTarget() {}

  /**
   * Our own path, with the client's query if there is one.
   *
   * @throws InvalidRequest when what the client asked for is no URL (RFC 9112, 3.2), or its query
   *     has characters in it that none can have: over HTTP/2 those could be a line's end
   */
  static String forBackend(String path, HttpServerRequest client) throws InvalidRequest {
    String uri = client.uri();
    if (!uri.startsWith("/") && !uri.startsWith("http://") && !uri.startsWith("https://")) {
      throw new InvalidRequest(null, "the request's target is no path: it must begin with a slash");
    }
    String query = client.query();
    if (query == null) {
      return path;
    }
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c <= ' ' || c > '~' || c == '#') {
        throw new InvalidRequest(
            null, "the query may have visible ASCII characters except #, others as %XX");
      }
    }
    return path + "?" + query;
  }
}
