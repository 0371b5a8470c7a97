package io.stepgate.simulator.http;

import java.util.Map;

/**
 * A request as the simulated server got it, for tests of what stands in front of it.
 *
 * @param headers by their names in lower case; of a repeated one the first
 * @param body cut to its first million characters
 */
public record RecordedRequest(
    String method, String path, Map<String, String> headers, String body) {

  /** Leaves headers and body out, so that no key and no prompt can reach a log. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
