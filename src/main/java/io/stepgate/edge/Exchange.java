package io.stepgate.edge;

import io.stepgate.admission.Admitted;
import io.stepgate.admission.Caller;
import io.stepgate.admission.Ticket;
import io.stepgate.openai.ApiError;
import io.stepgate.relay.Upstream;
import io.stepgate.relay.UpstreamFailure;
import io.stepgate.routing.Lease;
import io.stepgate.routing.NoBackend;
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
  private Ticket ticket;
  private Admitted admitted;
  private Attempt attempt;
  private boolean over;
  private boolean stepping;
  private boolean aborted;

  Exchange(Corridor corridor, HttpServerRequest client, ExchangeFacts facts, Errand errand) {
    this.corridor = corridor;
    this.client = client;
    this.facts = facts;
    this.errand = errand;
    response = client.response();
    writer =
        new ClientWriter(
            corridor.vertx(), client, corridor.relay().clientStallTimeout(), this::stalled);
  }

  void start(Caller caller) {
    guarded(() -> begin(caller));
  }

  private void begin(Caller caller) {
    facts.asks(errand);
    corridor.observers().asked(facts);
    response.closeHandler(gone -> cancel());
    response.exceptionHandler(gone -> cancel());
    if (ClientConnection.gone(client)) {
      cancel(); // The handlers above were too late to hear of it.
      return;
    }
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
          corridor.selector().lease(admitted, errand.model(), errand.generates(), retries.tried());
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
    corridor.observers().failed(facts, Outcome.of(error.type()), System.nanoTime());
  }

  /** Answers with an error and ends here. */
  void fail(ApiError error) {
    if (over) {
      return;
    }
    if (ClientConnection.gone(client)) {
      cancel();
      return;
    }
    facts.status(error.status());
    Future<Void> gone = writer.error(error, facts.backend());
    endWhen(gone, Lease.Outcome.SERVED, Outcome.of(error.type()));
  }

  /** The answer is written whole: it is over when the client has taken it, or never will. */
  void endWhen(Future<Void> gone, Lease.Outcome leaseOutcome, Outcome outcome) {
    gone.onSuccess(taken -> end(leaseOutcome, outcome)).onFailure(lost -> clientGone());
  }

  /** Commits status and the headers that every answer to a forwarded request has. */
  void head(int status) {
    errand.begun();
    facts.status(status);
    writer.head(status, facts.backend());
  }

  /** The client went away: everything is given back, and the backend told to stop. */
  private void cancel() {
    // Over HTTP/2 a stream closes with its answer, and says so before anybody else can.
    if (over || response.ended()) {
      return;
    }
    if (ticket != null) {
      ticket.cancel();
    }
    abortAtBackend();
    clientGone();
  }

  /** The client takes nothing of what waits for it, and holds what others could use. */
  private void stalled() {
    if (over) {
      return;
    }
    abortAtBackend();
    clientGone();
    writer.cut();
  }

  private void clientGone() {
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

  /** The caller wants no more of it: its backend, if one works on it, ends the answer. */
  void abort(int answer) {
    boolean all = answer == NamedRequests.ALL;
    aborted |= all;
    boolean ends = over || response.ended() || attempt != null && attempt.abort(answer);
    if (all && !ends) {
      ticket.cancel();
      clientGone();
      writer.error(ErrorTable.ABORTED, facts.backend());
    }
  }

  /** Gives everything back, in the reverse of the order in which it was taken. */
  void end(Lease.Outcome leaseOutcome, Outcome outcome) {
    if (over) {
      return;
    }
    // First of all: what is given up below tells its failure, which then is nobody's business.
    over = true;
    corridor.named().remove(facts.caller(), errand, this);
    corridor.streams().remove(this);
    writer.stop();
    try {
      if (attempt != null) {
        attempt.close(leaseOutcome);
      }
    } finally {
      if (admitted != null) {
        admitted.close();
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

  /** Whether the client gave it up by its name. */
  boolean aborted() {
    return aborted;
  }

  Attempt attempt() {
    return attempt;
  }

  Retries retries() {
    return retries;
  }

  Corridor corridor() {
    return corridor;
  }
}
