package io.stepgate.edge;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What stands behind a path's question mark, read in one way for all paths of our own. */
public final class QueryParameters {
  /** No path has so many, so that what is over this is given twice, or unknown, before it. */
  private static final int MOST = 64;

  private QueryParameters() {}

  /** By name, in the order in which they stand. */
  public static Map<String, List<String>> of(HttpServerRequest request) throws InvalidRequest {
    return of(request.query());
  }

  /**
   * @param query as it was sent, without its question mark, or null
   */
  static Map<String, List<String>> of(String query) throws InvalidRequest {
    if (query == null) {
      return Map.of();
    }
    try {
      return new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MOST, true).parameters();
    } catch (IllegalArgumentException malformed) {
      throw new InvalidRequest(null, "the query has a % that two hexadecimal digits do not follow");
    }
  }
}
