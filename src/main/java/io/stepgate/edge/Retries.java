package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.stepgate.relay.UpstreamFailure;
import io.stepgate.routing.Lease;
import java.util.HashSet;
import java.util.Set;

/**
 * What becomes of a request whose attempt came to nothing before the client had a byte: another
 * attempt, or an error. Lives on the event loop of its exchange.
 */
final class Retries {
  private final Exchange exchange;
  private final Set<String> tried = new HashSet<>();
  private boolean last;

  Retries(Exchange exchange) {
    this.exchange = exchange;
  }

  /** The names of the backends that need not be tried again. */
  Set<String> tried() {
    return tried;
  }

  /** The backend's answer did not come, or not whole. */
  void unanswered(UpstreamFailure failure) {
    if (exchange.over()) {
      return;
    }
    exchange.abortAtBackend();
    ApiError error = ErrorTable.of(failure);
    switch (failure.kind()) {
      case CLOSED -> cutOff(error);
      // What was sent whole and met silence has been worked on: sending it again doubles the work.
      case SILENT -> retryElsewhere(failure.kind().outcome(), error, false);
      case REFUSED, TOO_LARGE -> retryElsewhere(failure.kind().outcome(), error, true);
    }
  }

  /** The backend said no before the answer began. */
  void backendError(ApiError error) {
    retryElsewhere(exchange.attempt().outcome(error), error, error.status() >= 500);
  }

  /** The backend's answer is nonsense. */
  void broken(Lease.Outcome outcome, ApiError error) {
    retryElsewhere(outcome, error, outcome != Lease.Outcome.SILENT);
  }

  /** The backend is gone. What it has begun to tell may still come to its end. */
  void lost() {
    if (exchange.over() || exchange.begun()) {
      return;
    }
    exchange.abortAtBackend();
    ApiError error = ApiError.of(ErrorType.UPSTREAM, "the backend went away before it answered");
    retryElsewhere(Lease.Outcome.SILENT, error, true);
  }

  /**
   * A kept connection may have been closed just as it was used, which says nothing about its
   * backend. Or this request kills who reads it: then no other backend shall. So it is tried once
   * more, and only if the first one lives.
   */
  private void cutOff(ApiError error) {
    Attempt cut = exchange.attempt();
    exchange.giveBack(Lease.Outcome.BROKEN, error);
    if (noMore()) {
      exchange.fail(error);
      return;
    }
    last = true;
    cut.healthy()
        .onSuccess(
            healthy ->
                exchange.guarded(
                    () -> retryOrFail(error, healthy && !exchange.cancellation().aborted())));
  }

  private void retryElsewhere(Lease.Outcome outcome, ApiError error, boolean retryable) {
    if (exchange.over()) {
      return;
    }
    tried.add(exchange.attempt().backend());
    // What its caller aborted says nothing about the backend.
    boolean aborted = exchange.cancellation().aborted();
    exchange.giveBack(aborted ? Lease.Outcome.CANCELLED : outcome, error);
    retryOrFail(error, retryable && !noMore());
  }

  private void retryOrFail(ApiError error, boolean again) {
    if (exchange.over()) {
      return;
    }
    if (again) {
      exchange.attempt(error);
    } else {
      exchange.fail(error);
    }
  }

  private boolean noMore() {
    return last
        || exchange.cancellation().aborted()
        || exchange.facts().tries() > exchange.corridor().relay().maxRetries();
  }
}
