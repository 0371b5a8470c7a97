package io.stepgate.edge;

/** A client went away before its request was whole: there is nobody to answer. */
final class ClientGone extends Exception {
  private static final long serialVersionUID = 1L;

  ClientGone() {
    super("the client went away", null, false, false);
  }
}
