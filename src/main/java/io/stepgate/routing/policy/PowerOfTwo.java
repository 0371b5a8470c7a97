package io.stepgate.routing.policy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Draws two by chance and takes the one with less in flight for its weight: nearly as even as
 * looking at all of them, without many gateways running to the same idle backend at once.
 */
final class PowerOfTwo implements RoutingPolicy {
  @Override
  public <C extends RouteCandidate> Optional<C> pick(List<C> candidates, RouteRequest request) {
    int size = candidates.size();
    if (size == 0) {
      return Optional.empty();
    }
    if (size == 1) {
      return Optional.of(candidates.get(0));
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int first = random.nextInt(size);
    int second = random.nextInt(size - 1);
    if (second >= first) {
      second++;
    }
    C a = candidates.get(first);
    C b = candidates.get(second);
    return Optional.of(Weights.compareLoad(b, a) < 0 ? b : a);
  }
}
