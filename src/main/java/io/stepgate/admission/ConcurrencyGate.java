package io.stepgate.admission;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A fixed number of permits and a bounded first-in-first-out queue for them. Plain Java and safe
 * for any number of threads.
 *
 * <p>A permit that comes back goes straight to the head of the queue, never through "free": so
 * while anyone waits no permit is free, and a newcomer cannot overtake.
 */
final class ConcurrencyGate {
  static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** Runs a task later. */
  @FunctionalInterface
  interface Scheduler {
    /** Returns what calls the task off, if it has not run yet. */
    Runnable after(Duration delay, Runnable task);
  }

  /**
   * Told once how the wait ended, unless the turn left before. Called outside the gate's lock, on
   * the thread that gave the permit back or the scheduler's.
   */
  interface Waiter {
    void granted(Turn turn);

    void refused(Refusal refusal);
  }

  private enum State {
    WAITING,
    HELD,
    GONE
  }

  /** One visit to the gate, from entering to leaving. */
  final class Turn {
    private final Waiter waiter;
    private State state;
    private Runnable timer;

    private Turn(Waiter waiter, State state) {
      this.waiter = waiter;
      this.state = state;
    }

    /** Whether this turn has a permit right now. */
    boolean held() {
      synchronized (ConcurrencyGate.this) {
        return state == State.HELD;
      }
    }

    /** Gives the permit back, or the place in the queue. Leaving twice is leaving once. */
    void leave() {
      ConcurrencyGate.this.leave(this);
    }
  }

  private final int maxInFlight;
  private final int maxQueue;
  private final Duration timeout;
  private final Scheduler scheduler;

  private final Set<Turn> waiting = new LinkedHashSet<>();
  private int inFlight;

  ConcurrencyGate(int maxInFlight, int maxQueue, Duration timeout, Scheduler scheduler) {
    this.maxInFlight = maxInFlight;
    this.maxQueue = maxQueue;
    this.timeout = timeout;
    this.scheduler = scheduler;
  }

  /**
   * Takes a permit, or else a place in the queue; {@code waiter} hears of it only if it had to
   * wait.
   *
   * @throws Refusal when the queue is full
   */
  Turn enter(Waiter waiter) throws Refusal {
    Turn turn;
    synchronized (this) {
      if (inFlight < maxInFlight) {
        inFlight++;
        return new Turn(waiter, State.HELD);
      }
      if (waiting.size() >= maxQueue) {
        throw new Refusal(
            Refusal.Kind.QUEUE_FULL, "the gateway's queue is full, try again later", RETRY_AFTER);
      }
      turn = new Turn(waiter, State.WAITING);
      waiting.add(turn);
    }
    startTimer(turn);
    return turn;
  }

  synchronized int inFlight() {
    return inFlight;
  }

  synchronized int queued() {
    return waiting.size();
  }

  private void leave(Turn turn) {
    Turn next = null;
    Runnable timer = null;
    synchronized (this) {
      if (turn.state == State.WAITING) {
        waiting.remove(turn);
        timer = turn.timer;
      } else if (turn.state == State.HELD) {
        next = head();
        if (next == null) {
          inFlight--;
        } else {
          next.state = State.HELD;
          timer = next.timer;
        }
      }
      turn.state = State.GONE;
    }
    if (timer != null) {
      timer.run();
    }
    if (next != null) {
      next.waiter.granted(next);
    }
  }

  private Turn head() {
    Iterator<Turn> turns = waiting.iterator();
    if (!turns.hasNext()) {
      return null;
    }
    Turn head = turns.next();
    turns.remove();
    return head;
  }

  private void startTimer(Turn turn) {
    Runnable cancel = scheduler.after(timeout, () -> expire(turn));
    synchronized (this) {
      if (turn.state == State.WAITING) {
        turn.timer = cancel;
        return;
      }
    }
    // Its wait ended between queueing and here, so nobody else could call the timer off.
    cancel.run();
  }

  private void expire(Turn turn) {
    synchronized (this) {
      if (turn.state != State.WAITING) {
        return;
      }
      waiting.remove(turn);
      turn.state = State.GONE;
    }
    turn.waiter.refused(
        new Refusal(
            Refusal.Kind.QUEUE_TIMEOUT,
            "waited " + timeout.toMillis() + " ms for a free place, try again later",
            RETRY_AFTER));
  }
}
