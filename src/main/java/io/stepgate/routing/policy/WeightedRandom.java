package io.stepgate.routing.policy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** By chance, in proportion to the weights. */
final class WeightedRandom implements RoutingPolicy {
  @Override
  public <C extends RouteCandidate> Optional<C> pick(List<C> candidates, RouteRequest request) {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    long point = ThreadLocalRandom.current().nextLong(Weights.total(candidates));
    return Optional.of(Weights.at(candidates, point));
  }
}
