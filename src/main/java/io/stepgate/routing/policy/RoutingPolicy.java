package io.stepgate.routing.policy;

import java.util.List;
import java.util.Optional;

/**
 * Chooses among backends that can all serve the request. Called on many event loops at once, so it
 * neither blocks nor does I/O, and whatever it remembers is atomic.
 */
public interface RoutingPolicy {
  /**
   * One of the candidates; empty only if there are none.
   *
   * @param request what it is for, for a policy that sends alike to the same
   */
  <C extends RouteCandidate> Optional<C> pick(List<C> candidates, RouteRequest request);
}
