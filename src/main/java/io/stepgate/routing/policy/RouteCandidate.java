package io.stepgate.routing.policy;

/** A backend as a policy sees it. Its load changes at any time, on any thread. */
public interface RouteCandidate {
  String name();

  /** Its share of the requests, in relation to the others': 1 or more. */
  int weight();

  /** Requests that it has now. */
  int inFlight();
}
