package io.stepgate.routing;

/** A control call whose answer is no good; without a stack trace, which nobody would read. */
final class ControlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient DownReason reason;

  ControlFailure(DownReason reason) {
    super(reason.words(), null, false, false);
    this.reason = reason;
  }

  DownReason reason() {
    return reason;
  }
}
