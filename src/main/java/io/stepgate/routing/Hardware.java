package io.stepgate.routing;

/** What a backend runs on, as far as the operator says so. */
public enum Hardware {
  H200,
  MI300X,
  MI325X,
  MI350X,
  MI355X
}
