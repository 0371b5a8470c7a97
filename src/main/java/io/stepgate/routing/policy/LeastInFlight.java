package io.stepgate.routing.policy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The one with the fewest requests in flight for its weight. */
final class LeastInFlight implements RoutingPolicy {
  /** Where to begin looking; it moves, else an idle fleet would send everything to its first. */
  private final AtomicInteger start = new AtomicInteger();

  @Override
  public <C extends RouteCandidate> Optional<C> pick(List<C> candidates, RouteRequest request) {
    int size = candidates.size();
    if (size == 0) {
      return Optional.empty();
    }
    int first = Math.floorMod(start.getAndIncrement(), size);
    C best = candidates.get(first);
    for (int i = 1; i < size; i++) {
      C other = candidates.get((first + i) % size);
      if (Weights.compareLoad(other, best) < 0) {
        best = other;
      }
    }
    return Optional.of(best);
  }
}
