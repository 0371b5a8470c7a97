package io.stepgate.routing;

/** Routing's "no". The message is meant for the client; there is no stack trace to pay for. */
public final class NoBackend extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, as the front door's error table knows it. */
  public enum Kind {
    NONE_CONFIGURED,
    /** Backends there are, but none that could take this now. */
    NONE_READY,
    /** Every ready backend says which models it serves, and this is none of them. */
    UNKNOWN_MODEL,
    /** All that could serve it were tried and excluded. */
    EXHAUSTED
  }

  private final Kind kind;

  NoBackend(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
