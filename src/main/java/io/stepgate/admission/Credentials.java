package io.stepgate.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys that a request shows.
 *
 * @param authorization the {@code Authorization} header, or null
 * @param apiKey the {@code x-api-key} header, or null
 */
public record Credentials(String authorization, String apiKey) {
  private static final String BEARER = "Bearer ";

  /** Each key that is shown; one that is known is enough. */
  List<String> keys() {
    List<String> keys = new ArrayList<>(2);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      keys.add(authorization.substring(BEARER.length()).strip());
    }
    if (apiKey != null) {
      keys.add(apiKey.strip());
    }
    return keys;
  }

  /** Keys belong into no log. */
  @Override
  public String toString() {
    return "Credentials";
  }
}
