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

  /** Where a client may put its key. */
  private static final List<String> KEYS = List.of("authorization", "x-api-key");

  /** The body is new, its encoding must be readable, and whose key travels is decided elsewhere. */
  private static final Set<String> REQUEST =
      Set.of("host", "content-length", "accept-encoding", "authorization", "x-api-key", "expect");

  private static final Set<String> RESPONSE =
      Set.of(
          "content-length", "date", "server", "x-request-id", "request-id", "x-stepgate-backend");

  private HopHeaders() {}

  /** Copies what may travel to the backend. */
  static void toBackend(MultiMap from, MultiMap to) {
    copy(from, to, REQUEST);
  }

  /** Copies the client's own key, in whichever header it stands. */
  static void keysToBackend(MultiMap from, MultiMap to) {
    for (String name : KEYS) {
      String key = from.get(name);
      if (key != null) {
        to.set(name, key);
      }
    }
  }

  /** Copies what may travel to the client. */
  public static void toClient(MultiMap from, MultiMap to) {
    copy(from, to, RESPONSE);
    List<String> types = to.getAll(HttpHeaders.CONTENT_TYPE);
    if (types.size() > 1) {
      to.set(HttpHeaders.CONTENT_TYPE, types.get(0));
    }
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
