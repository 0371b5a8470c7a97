package io.stepgate.edge;

import io.stepgate.admission.Admitted;
import io.stepgate.admission.Caller;
import io.stepgate.admission.Ticket;
import io.stepgate.openai.ApiError;
import io.stepgate.relay.Upstream;
import io.stepgate.relay.UpstreamFailure;
import io.stepgate.routing.Lease;
import io.stepgate.routing.NoBackend;
import io.stepgate.routing.policy.RouteRequest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CancellationException;

/**
 * One request on its way through the rooms, in the order of the drawing: admission, routing, relay,
 * parse, and back out. It owns the permit and the attempt under way, and gives each back exactly
 * once, whichever side fails first. Lives on one event loop.
 */
final class Exchange {
  private final Corridor corridor;
  private final HttpServerRequest client;
  private final HttpServerResponse response;
  private final ClientWriter writer;
  private final ExchangeFacts facts;
  private final Errand errand;
  private final Retries retries = new Retries(this);
  private final Cancellation cancellation = new Cancellation(this);
  private Ticket ticket;
  private Admitted admitted;
  private Attempt attempt;
  private boolean over;
  private boolean stepping;

  Exchange(Corridor corridor, HttpServerRequest client, ExchangeFacts facts, Errand errand) {
    this.corridor = corridor;
    this.client = client;
    this.facts = facts;
    this.errand = errand;
    response = client.response();
    writer =
        new ClientWriter(
            corridor.vertx(), client, corridor.relay().clientStallTimeout(), cancellation::stalled);
  }

  void start(Caller caller) {
    guarded(() -> begin(caller));
  }

  private void begin(Caller caller) {
    facts.asks(errand);
    corridor.observers().asked(facts);
    response.closeHandler(gone -> cancellation.clientGone());
    response.exceptionHandler(gone -> cancellation.clientGone());
    if (ClientConnection.gone(client)) {
      cancellation.clientGone(); // The handlers above were too late to hear of it.
      return;
    }
    corridor.open().add(this);
    corridor.named().add(facts.caller(), errand, this);
    ticket = corridor.admission().admit(caller);
    ticket.future().onSuccess(permit -> guarded(() -> admitted(permit))).onFailure(this::refused);
  }

  private void admitted(Admitted permit) {
    admitted = permit;
    if (over) {
      permit.close();
    } else {
      attempt(null);
    }
  }

  private void refused(Throwable refusal) {
    // Who leaves the queue by itself was counted when it left.
    if (!(refusal instanceof CancellationException)) {
      fail(ErrorTable.of(refusal));
    }
  }

  /**
   * Sends the request to a backend.
   *
   * @param before what went wrong in the try before, or null; it tells more than that none is left
   */
  void attempt(ApiError before) {
    Lease lease;
    try {
      lease =
          corridor
              .selector()
              .lease(
                  admitted, new RouteRequest(errand.model(), errand.workload(), retries.tried()));
    } catch (NoBackend none) {
      fail(before != null ? before : ErrorTable.of(none));
      return;
    }
    Attempt trying = new Attempt(corridor, errand, lease);
    attempt = trying;
    facts.leased(lease, System.nanoTime());
    corridor.observers().leased(facts);
    trying.onLost(() -> guarded(retries::lost));
    trying
        .send(corridor.observers().headers(facts, client.headers()))
        .onSuccess(answer -> guarded(() -> answered(answer)))
        .onFailure(
            failure -> {
              if (!trying.closed()) {
                guarded(() -> retries.unanswered((UpstreamFailure) failure));
              }
            });
  }

  private void answered(Upstream answer) {
    if (over) {
      answer.cancel();
    } else if (answer.status() != 200) {
      new RefusedReply(this, answer).start();
    } else if (errand.stream() && StreamReply.reads(answer)) {
      new StreamReply(this, answer, attempt.answerStream(), attempt.answerIds()).start();
    } else {
      new WholeReply(this, answer, attempt.wholeAnswer(), attempt.answerIds()).start();
    }
  }

  /** Ends the attempt under way, which came to nothing. */
  void giveBack(Lease.Outcome outcome, ApiError error) {
    attempt.close(outcome);
    corridor.observers().failed(facts, Outcome.of(error), System.nanoTime());
  }

  /** Answers with an error and ends here. */
  void fail(ApiError error) {
    if (over) {
      return;
    }
    if (ClientConnection.gone(client)) {
      cancellation.clientGone();
      return;
    }
    facts.status(error.status());
    Future<Void> gone = writer.error(error, facts.backend());
    // An attempt that failed has been closed; one that is still open is given up by us.
    endWhen(gone, Lease.Outcome.CANCELLED, Outcome.of(error));
  }

  /** The answer is written whole: it is over when the client has taken it, or never will. */
  void endWhen(Future<Void> gone, Lease.Outcome leaseOutcome, Outcome outcome) {
    gone.onSuccess(taken -> end(leaseOutcome, outcome)).onFailure(lost -> clientGone());
  }

  /** Commits status and the headers that every answer to a forwarded request has. */
  void head(int status) {
    errand.begun();
    attempt.answers();
    facts.status(status);
    writer.head(status, facts.backend());
  }

  void clientGone() {
    if (!over) {
      facts.status(ExchangeFacts.CLIENT_GONE);
      end(Lease.Outcome.CANCELLED, Outcome.CANCELLED);
    }
  }

  /** Stops the attempt under way at its backend, if that may be working on it. */
  void abortAtBackend() {
    if (attempt != null) {
      attempt.abort(NamedRequests.ALL);
    }
  }

  /** Answers with an error in place of whatever is under way, which ends first. */
  void breakOff(ApiError error) {
    facts.status(error.status());
    end(Lease.Outcome.CANCELLED, Outcome.of(error));
    writer.error(error, facts.backend());
  }

  /** Gives everything back, in the reverse of the order in which it was taken. */
  void end(Lease.Outcome leaseOutcome, Outcome outcome) {
    if (over) {
      return;
    }
    // First of all: what is given up below tells its failure, which then is nobody's business.
    over = true;
    corridor.named().remove(facts.caller(), errand, this);
    corridor.open().remove(this);
    writer.stop();
    try {
      if (attempt != null) {
        attempt.close(leaseOutcome);
      }
    } finally {
      if (admitted != null) {
        admitted.close();
      } else if (ticket != null) {
        ticket.cancel();
      }
      errand.close();
      corridor.observers().finished(facts, outcome, System.nanoTime());
    }
  }

  /** Runs a step; a fault of our own ends this request, not its caller's patience. */
  void guarded(Runnable step) {
    boolean outermost = facts.steps(System.nanoTime());
    boolean inner = stepping;
    stepping = true;
    try {
      step.run();
    } catch (RuntimeException | Error fault) {
      if (inner && fault instanceof Error error) {
        // Handled where the stack is short again: it may have been the stack that gave way.
        throw error;
      }
      Faults.log(facts.requestId(), fault);
      if (over) {
        return;
      }
      abortAtBackend();
      if (response.headWritten()) {
        facts.status(500);
        end(Lease.Outcome.CANCELLED, Outcome.UPSTREAM);
        writer.cut();
      } else {
        fail(ErrorTable.of(fault));
      }
    } finally {
      stepping = inner;
      if (outermost) {
        facts.rests(System.nanoTime());
      }
    }
  }

  boolean over() {
    return over;
  }

  ClientWriter writer() {
    return writer;
  }

  ExchangeFacts facts() {
    return facts;
  }

  /** Whether the client has the head of its answer. */
  boolean begun() {
    return response.headWritten();
  }

  Errand errand() {
    return errand;
  }

  Attempt attempt() {
    return attempt;
  }

  Retries retries() {
    return retries;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  Corridor corridor() {
    return corridor;
  }
}
