package io.stepgate.routing.policy;

import java.util.List;

/** The arithmetic of weights that the policies share. */
final class Weights {
  private Weights() {}

  static long total(List<? extends RouteCandidate> backends) {
    long total = 0;
    for (RouteCandidate backend : backends) {
      total += backend.weight();
    }
    return total;
  }

  /**
   * The backend that owns a point of the line on which they lie side by side, each as long as its
   * weight.
   *
   * @param point from 0 to the total, exclusive
   */
  static <C extends RouteCandidate> C at(List<C> backends, long point) {
    long left = point;
    for (C backend : backends) {
      left -= backend.weight();
      if (left < 0) {
        return backend;
      }
    }
    throw new IllegalArgumentException("point " + point + " lies beyond the total weight");
  }

  /** Negative if one more request burdens {@code a} less than {@code b}, for their weights. */
  static int compareLoad(RouteCandidate a, RouteCandidate b) {
    return Long.compare((a.inFlight() + 1L) * b.weight(), (b.inFlight() + 1L) * a.weight());
  }
}
