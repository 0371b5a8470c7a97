package io.stepgate.admission;

import io.stepgate.admission.ConcurrencyGate.Turn;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A place in the queue for a permit. */
public final class Ticket {
  private final Caller caller;
  private final Context context;
  private final Promise<Admitted> promise = Promise.promise();

  /** Delivery and cancellation race for it; the winner alone decides what becomes of the permit. */
  private final AtomicBoolean settled = new AtomicBoolean();

  private volatile Turn turn;

  private Ticket(Caller caller, Context context) {
    this.caller = caller;
    this.context = context;
  }

  static Ticket issue(Caller caller, ConcurrencyGate gate, Context context) {
    Ticket ticket = new Ticket(caller, context);
    try {
      ticket.turn = gate.enter(ticket.new Place());
      if (ticket.turn.held()) {
        ticket.deliver(ticket.turn);
      }
    } catch (Refusal full) {
      ticket.settled.set(true);
      ticket.promise.fail(full);
    }
    return ticket;
  }

  /**
   * Completes on the context that asked: with the permit, which the receiver must close; or fails
   * with a {@link Refusal}, or with a {@link CancellationException} after {@link #cancel}.
   */
  public Future<Admitted> future() {
    return promise.future();
  }

  /**
   * Leaves the queue at once. Without effect after the permit was delivered: then it belongs to the
   * receiver.
   */
  public void cancel() {
    if (settled.compareAndSet(false, true)) {
      turn.leave();
      promise.fail(new CancellationException("left the queue"));
    }
  }

  private void deliver(Turn granted) {
    if (settled.compareAndSet(false, true)) {
      promise.complete(new Admitted(caller, granted));
    }
  }

  private void refuse(Refusal refusal) {
    if (settled.compareAndSet(false, true)) {
      promise.fail(refusal);
    }
  }

  /** Always a hop, even on the right context: a chain of hand-overs must not grow the stack. */
  private final class Place implements ConcurrencyGate.Waiter {
    @Override
    public void granted(Turn granted) {
      context.runOnContext(ignored -> deliver(granted));
    }

    @Override
    public void refused(Refusal refusal) {
      context.runOnContext(ignored -> refuse(refusal));
    }
  }
}
