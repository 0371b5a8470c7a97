package io.stepgate.routing;

import java.util.List;

/** The arithmetic of weights that the policies share. */
final class Weights {
  private Weights() {}

  static long total(List<Backend> backends) {
    long total = 0;
    for (Backend backend : backends) {
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
  static Backend at(List<Backend> backends, long point) {
    long left = point;
    for (Backend backend : backends) {
      left -= backend.weight();
      if (left < 0) {
        return backend;
      }
    }
    throw new IllegalArgumentException("point " + point + " lies beyond the total weight");
  }

  /** Negative if one more request burdens {@code a} less than {@code b}, for their weights. */
  static int compareLoad(Backend a, Backend b) {
    return Long.compare((a.inFlight() + 1L) * b.weight(), (b.inFlight() + 1L) * a.weight());
  }
}
