package io.stepgate.routing.policy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The catalog: one line per policy. */
public final class RoutingPolicies {
  private static final Map<String, Supplier<RoutingPolicy>> CATALOG;

  static {
    Map<String, Supplier<RoutingPolicy>> catalog = new LinkedHashMap<>();
    catalog.put("power-of-two", PowerOfTwo::new);
    catalog.put("least-in-flight", LeastInFlight::new);
    catalog.put("round-robin", RoundRobin::new);
    catalog.put("random", WeightedRandom::new);
    CATALOG = Collections.unmodifiableMap(catalog);
  }

  private RoutingPolicies() {}

  public static Set<String> names() {
    return CATALOG.keySet();
  }

  /**
   * A fresh policy of that name.
   *
   * @throws ConfigurationException naming the key, the value and the catalog
   */
  public static RoutingPolicy create(String name) {
    Supplier<RoutingPolicy> policy = CATALOG.get(name);
    if (policy == null) {
      throw new ConfigurationException(
          "stepgate.routing.policy=%s: allowed are %s".formatted(name, String.join(", ", names())));
    }
    return policy.get();
  }
}
