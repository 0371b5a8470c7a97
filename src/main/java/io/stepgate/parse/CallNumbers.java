package io.stepgate.parse;

/** The numbers of a choice's tool calls, given in the order in which the client meets them. */
final class CallNumbers {
  private int given;

  int next() {
    return given++;
  }

  int given() {
    return given;
  }
}
