package io.stepgate.routing.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every policy of the catalog must do. */
class RoutingPolicyContractTest {
  private static final int PICKS = 4000;
  private static final RouteRequest REQUEST =
      new RouteRequest("step", Workload.GENERATION, Set.of());

  static Set<String> names() {
    return RoutingPolicies.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void noCandidatePickedGivesNobody(String name) {
    assertEquals(Optional.empty(), RoutingPolicies.create(name).pick(List.of(), REQUEST));
  }

  @ParameterizedTest
  @MethodSource("names")
  void oneCandidatePickedGivesIt(String name) {
    Load only = backend("only", 7);

    assertSame(only, RoutingPolicies.create(name).pick(List.of(only), REQUEST).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("names")
  void idleEqualsPickedManyTimesEachGetsAShare(String name) {
    RoutingPolicy policy = RoutingPolicies.create(name);
    List<Load> backends = List.of(backend("a", 1), backend("b", 1), backend("c", 1));
    int[] picked = new int[3];

    for (int i = 0; i < PICKS; i++) {
      picked[backends.indexOf(policy.pick(backends, REQUEST).orElseThrow())]++;
    }

    for (int count : picked) {
      assertTrue(count > PICKS / 5, () -> name + ": " + Arrays.toString(picked));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void unequalWeightsHeldOpenLoadFollowsTheWeights(String name) {
    RoutingPolicy policy = RoutingPolicies.create(name);
    List<Load> backends = List.of(backend("light", 1), backend("heavy", 3));

    for (int i = 0; i < PICKS; i++) {
      policy.pick(backends, REQUEST).orElseThrow().lent();
    }

    double share = backends.get(1).inFlight() / (double) PICKS;
    assertTrue(share > 0.70 && share < 0.80, () -> name + " gave the heavy one " + share);
  }

  @ParameterizedTest
  @MethodSource("names")
  void candidatesChangingBetweenPicksGivesOneOfThem(String name) {
    RoutingPolicy policy = RoutingPolicies.create(name);
    List<Load> all = List.of(backend("a", 1), backend("b", 2), backend("c", 3));

    for (int i = 0; i < 300; i++) {
      List<Load> some = all.subList(i % 3, 3);
      assertTrue(some.contains(policy.pick(some, REQUEST).orElseThrow()));
    }
  }

  @Test
  void busyAndIdleBackendLoadAwarePolicyPicksTheIdleOne() {
    Load busy = backend("busy", 1);
    Load idle = backend("idle", 1);
    for (int i = 0; i < 5; i++) {
      busy.lent();
    }

    for (String name : List.of("least-in-flight", "power-of-two")) {
      RoutingPolicy policy = RoutingPolicies.create(name);
      for (int i = 0; i < 20; i++) {
        assertSame(idle, policy.pick(List.of(busy, idle), REQUEST).orElseThrow(), name);
      }
    }
  }

  @Test
  void roundRobinPickedGoesRoundInOrder() {
    RoutingPolicy policy = RoutingPolicies.create("round-robin");
    List<Load> backends = List.of(backend("a", 1), backend("b", 2));

    StringBuilder order = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      order.append(policy.pick(backends, REQUEST).orElseThrow());
    }

    assertEquals("abbabb", order.toString());
  }

  @Test
  void unknownNameCreatedStopsWithTheCatalog() {
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> RoutingPolicies.create("fastest"));

    assertEquals(
        "stepgate.routing.policy=fastest: allowed are "
            + "power-of-two, least-in-flight, round-robin, random",
        failure.getMessage());
  }

  private static Load backend(String name, int weight) {
    return new Load(name, weight);
  }

  /** A candidate that has what it was lent. */
  private static final class Load implements RouteCandidate {
    private final String name;
    private final int weight;
    private int inFlight;

    Load(String name, int weight) {
      this.name = name;
      this.weight = weight;
    }

    void lent() {
      inFlight++;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int weight() {
      return weight;
    }

    @Override
    public int inFlight() {
      return inFlight;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
