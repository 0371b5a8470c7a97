package io.stepgate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HopHeadersTest {
  private final MultiMap from = MultiMap.caseInsensitiveMultiMap();
  private final MultiMap to = MultiMap.caseInsensitiveMultiMap();

  @Test
  void keysOfAClient_doNotTravelByThemselves() {
    from.add("Authorization", "Bearer a").add("X-Api-Key", "b").add("X-Other", "c");

    HopHeaders.toBackend(from, to);

    assertEquals(Set.of("X-Other"), to.names());
  }

  @Test
  void keysOfAClient_travelInTheHeaderTheyCameIn() {
    from.add("x-api-key", "b").add("X-Other", "c");

    HopHeaders.keysToBackend(from, to);

    assertEquals(Set.of("x-api-key"), to.names());
    assertEquals("b", to.get("x-api-key"));
  }

  @Test
  void requestIdOfABackend_doesNotReplaceTheGateways() {
    from.add("request-id", "1").add("X-Request-Id", "2").add("X-Other", "c");

    HopHeaders.toClient(from, to);

    assertEquals(Set.of("X-Other"), to.names());
  }

  @Test
  void secondMediaType_ofABackend_doesNotTravel() {
    from.add("Content-Type", "application/json").add("content-type", "text/html");

    HopHeaders.toClient(from, to);

    assertEquals(List.of("application/json"), to.getAll("Content-Type"));
  }
}
