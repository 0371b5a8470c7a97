package io.stepgate.routing;

/** Whether a backend separates something out of the model's text by itself. */
public enum Splits {
  YES,
  NO,
  /** It did not say. */
  UNKNOWN
}
