package io.stepgate.relay;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Headers that end at the gateway: those of one connection (RFC 9110, 7.6.1), and those it sets.
 */
public final class HopHeaders {
  private static final Set<String> HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** The body is new, its encoding must be readable, and the key is the backend's. */
  private static final Set<String> REQUEST =
      Set.of("host", "content-length", "accept-encoding", "authorization", "expect");

  private static final Set<String> RESPONSE =
      Set.of("content-length", "date", "server", "x-request-id", "x-stepgate-backend");

  private HopHeaders() {}

  /** Copies what may travel to the backend. */
  static void toBackend(MultiMap from, MultiMap to) {
    copy(from, to, REQUEST);
  }

  /** Copies what may travel to the client. */
  public static void toClient(MultiMap from, MultiMap to) {
    copy(from, to, RESPONSE);
  }

  private static void copy(MultiMap from, MultiMap to, Set<String> ended) {
    Set<String> named = named(from.getAll(HttpHeaders.CONNECTION));
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!HOP.contains(name) && !ended.contains(name) && !named.contains(name)) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /** The names that the Connection header itself declares to be of this connection. */
  private static Set<String> named(List<String> connection) {
    if (connection.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (String value : connection) {
      for (String name : value.split(",")) {
        names.add(name.trim().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
