package io.stepgate.routing.policy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One after the other, each as many times in a round as its weight says. */
final class RoundRobin implements RoutingPolicy {
  private final AtomicLong turn = new AtomicLong();

  @Override
  public <C extends RouteCandidate> Optional<C> pick(List<C> candidates, RouteRequest request) {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    long point = Math.floorMod(turn.getAndIncrement(), Weights.total(candidates));
    return Optional.of(Weights.at(candidates, point));
  }
}
