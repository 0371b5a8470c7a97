package io.stepgate.routing.policy;

import java.util.Set;

/**
 * What a request asks of a backend, as far as it matters to the choice.
 *
 * @param model as the request names it, or null
 * @param tried names of backends that came to nothing already, and are not tried again
 */
public record RouteRequest(String model, Workload workload, Set<String> tried) {}
