package io.stepgate.routing;

import io.quarkus.tls.TlsConfiguration;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A backend lent out for one try of one request. Whoever receives it closes it, with how it went.
 */
public final class Lease implements AutoCloseable {
  /** How a lease ended. */
  public enum Outcome {
    SERVED,
    /** It said no to what the client asks for, or that is more than the gateway lets through. */
    DECLINED,
    /** The client left, or the request was given up for reasons of our own. */
    CANCELLED,
    /** No connection: nobody listens there. */
    REFUSED,
    /** Closed early, or sent nonsense. */
    BROKEN,
    /** Answered 503. */
    OVERLOADED,
    /** Said nothing within a timeout. */
    SILENT
  }

  private final Backend backend;
  private final ModelProfile profile;
  private final int round;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Runnable lost = () -> {};

  /**
   * @param round of the backend's ejection, for which the lease's outcome counts
   */
  Lease(Backend backend, ModelProfile profile, int round) {
    this.backend = backend;
    this.profile = profile;
    this.round = round;
    backend.lent();
  }

  /** Its name in the configuration. */
  public String backend() {
    return backend.name();
  }

  /** Scheme, host, perhaps port, perhaps a base path without a slash at its end; nothing else. */
  public URI origin() {
    return backend.spec().origin();
  }

  /** The key this backend asks for, or null. */
  public String apiKey() {
    return backend.spec().keys().api();
  }

  /** What its https is checked by; null for http, and for the platform's own trust. */
  public TlsConfiguration tls() {
    return backend.spec().tls();
  }

  public ModelProfile profile() {
    return profile;
  }

  /**
   * What to do, on any thread and at most once, when the backend turns out to be gone while the
   * lease is open: nobody listens there any more, or its scheduler stands still. A server that only
   * shuts down is not gone, since it finishes what runs.
   */
  public void onLost(Runnable action) {
    lost = action;
    backend.losable(this);
  }

  /** A byte of the answer came, at this time of {@link System#nanoTime}. */
  public void heard(long nanos) {
    backend.heard(nanos);
  }

  /** What comes is an answer, and its client gets it. */
  public void answers() {
    backend.ejection().answers(round);
  }

  /** Gives the backend back. Only the first close counts. */
  public void close(Outcome outcome) {
    if (closed.compareAndSet(false, true)) {
      backend.returned(this, outcome);
    }
  }

  /** Same as {@code close(Outcome.CANCELLED)}. */
  @Override
  public void close() {
    close(Outcome.CANCELLED);
  }

  int round() {
    return round;
  }

  void lost() {
    lost.run();
  }

  ControlCalls calls() {
    return backend.calls();
  }
}
