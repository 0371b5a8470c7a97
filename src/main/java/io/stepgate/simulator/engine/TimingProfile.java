package io.stepgate.simulator.engine;

/** How fast the simulated engine is. */
public enum TimingProfile {
  /** The seed page's benchmark of Step-3.5-Flash on four H200 with TP 4 and EP 4. */
  H200,
  /** As fast as the client reads. */
  INSTANT;

  /** The name as flags and configuration spell it. */
  public String id() {
    return this == H200 ? "h200" : "instant";
  }
}
