package io.stepgate.routing;

import java.util.List;
import java.util.function.Consumer;

/**
 * Knows which backends there shall be, and says so again when that changes: a list in the
 * configuration, pods of a cluster, addresses behind a name.
 */
interface BackendSource {
  /**
   * Begins to watch. Whoever can tell at once does so before this returns, so that the gateway
   * starts with its backends.
   *
   * @param wanted takes the whole set, on any thread, one call after the other; a name stands in it
   *     once
   */
  void start(Consumer<List<BackendSpec>> wanted);

  /** Nothing is told any more. */
  void stop();
}
