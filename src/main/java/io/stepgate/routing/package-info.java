/**
 * Picks one healthy backend and lends it out.
 *
 * <p><b>Parcel in:</b> an {@code Admitted} and the model the request names. <b>Parcel out:</b> a
 * {@link io.stepgate.routing.Lease}, which only this room can make. Closing it with its outcome is
 * how in-flight counts and bad news come back; nobody calls in.
 *
 * <p>{@link io.stepgate.routing.BackendSelector} lends, from what {@code BackendPool} holds, as its
 * sources want it, and by the configured {@code RoutingPolicy}. A {@code BackendProbe} per backend
 * keeps its state, all on one event loop; {@link io.stepgate.routing.BackendControl} sends the few
 * control calls. Both speak to a backend through the REST client {@code SglangControl}, never
 * through the data path.
 *
 * <p>Two things are known of a backend, and each has one owner. Its probe says whether it is ready,
 * from what it says of itself and from refused connections. Its {@code OutlierEjection} says
 * whether it is in the choice, from how its leases end. A lease that ends broken or silent also
 * makes the probe look soon; what the probe finds ready after it was not begins without a history.
 *
 * <p>Why a ready backend is asked for {@code /health}, too: nothing else tells that a server shuts
 * down or that its scheduler stands still. SGLang generates a token to answer it only while it has
 * nothing else to do. What waits at a backend that is gone for its first byte is told by its lease.
 *
 * <p><b>May import:</b> {@code config}, {@code json}, {@code admission.Admitted} and its own floor
 * {@code policy}.
 *
 * <p><b>To extend:</b> a new policy is one class on the floor {@code policy} and one line in {@code
 * RoutingPolicies}; a new source of backends one class implementing {@code BackendSource} and one
 * line in {@code BackendSources}. The contract tests then run over them.
 */
package io.stepgate.routing;
