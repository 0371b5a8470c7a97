/**
 * Chooses one of the backends that could take a request.
 *
 * <p><b>Parcel in:</b> the candidates as {@link io.stepgate.routing.policy.RouteCandidate}s, and
 * the {@link io.stepgate.routing.policy.RouteRequest}. <b>Parcel out:</b> one of the candidates.
 * There is no I/O here, and nothing is known of readiness or of ejections: who must not get the
 * request is no candidate.
 *
 * <p><b>May import:</b> nothing.
 *
 * <p><b>To extend:</b> a new policy is one class implementing {@code RoutingPolicy} and one line in
 * {@code RoutingPolicies}; the contract test then runs over it.
 */
package io.stepgate.routing.policy;
