package io.stepgate.admission;

import java.time.Duration;

/**
 * Admission's "no". The message is meant for the client and never contains a key. It has no stack
 * trace: refusing must stay cheap exactly when there is too much to do.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, as the front door's error table knows it. */
  public enum Kind {
    /** Keys are on and the request carries none. */
    MISSING_KEY,
    /** The key is in no line of the keys file. */
    UNKNOWN_KEY,
    /** A known caller, but not for this path. */
    NOT_ALLOWED,
    /** No room for the body, in all or for this sender. */
    BODIES_FULL,
    /** No permit free and no place left to wait. */
    QUEUE_FULL,
    /** Waited the whole queue timeout. */
    QUEUE_TIMEOUT
  }

  private final Kind kind;
  private final Duration retryAfter;

  Refusal(Kind kind, String message) {
    this(kind, message, Duration.ZERO);
  }

  Refusal(Kind kind, String message, Duration retryAfter) {
    super(message, null, false, false);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** When trying again makes sense; zero when it does not. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
