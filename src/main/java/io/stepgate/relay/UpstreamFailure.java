package io.stepgate.relay;

import io.stepgate.routing.Lease;

/** Why a backend's answer did not come, or did not come whole. */
public final class UpstreamFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** The reasons; each knows what it means for the lease. */
  public enum Kind {
    /** No connection came about. */
    REFUSED(Lease.Outcome.REFUSED),
    /** The connection closed before the answer was over. */
    CLOSED(Lease.Outcome.BROKEN),
    /** Nothing came within a timeout. */
    SILENT(Lease.Outcome.SILENT),
    /** An answer longer than the limit, as a client can ask for one of any backend. */
    TOO_LARGE(Lease.Outcome.DECLINED);

    private final Lease.Outcome outcome;

    Kind(Lease.Outcome outcome) {
      this.outcome = outcome;
    }

    public Lease.Outcome outcome() {
      return outcome;
    }
  }

  private final Kind kind;

  UpstreamFailure(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
