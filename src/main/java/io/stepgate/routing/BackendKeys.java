package io.stepgate.routing;

/**
 * The keys that a backend asks for.
 *
 * @param api for everything; null if it asks for none
 * @param admin for orders such as abort and flush; the same as {@code api} where none is configured
 */
record BackendKeys(String api, String admin) {
  static final BackendKeys NONE = new BackendKeys(null, null);

  /** Leaves the keys out, so that they can reach no log. */
  @Override
  public String toString() {
    return "BackendKeys";
  }
}
