package io.stepgate.routing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Takes a backend out of the choice when requests to it fail in a row, whatever its health check
 * says. After a wait one request is a trial: if it is answered the backend is back, else the next
 * wait is twice as long.
 *
 * <p>Each lease belongs to the round in which it was lent, and a round ends with an ejection, a
 * trial or a return: what was lent before says nothing about what is now. Shared between event
 * loops; each change replaces the state whole.
 */
final class OutlierEjection {
  /** For a lease that says nothing about its backend, and where no trial is due. */
  static final int NO_ROUND = -1;

  private static final Logger LOG = Logger.getLogger(OutlierEjection.class);

  private sealed interface State {
    int round();
  }

  /**
   * In the choice.
   *
   * @param pause of the next ejection: longer than the first until a request has been served whole
   */
  private record Counting(int round, int failures, Duration pause) implements State {}

  /**
   * Out of the choice.
   *
   * @param until when a trial is due, by the rule's clock
   */
  private record Ejected(int round, long until, Duration pause) implements State {}

  /** Out of the choice, but for the one request of this round. */
  private record OnTrial(int round, Duration pause) implements State {}

  private final String backend;
  private final EjectionRule rule;
  private final BooleanSupplier allowed;
  private final AtomicReference<State> state;

  /**
   * @param allowed whether the others can do without it
   */
  OutlierEjection(String backend, EjectionRule rule, BooleanSupplier allowed) {
    this.backend = backend;
    this.rule = rule;
    this.allowed = allowed;
    state = new AtomicReference<>(new Counting(0, 0, rule.time()));
  }

  boolean ejected() {
    return !(state.get() instanceof Counting);
  }

  /** Why it is out, in words of ours. */
  String words() {
    return "failed " + rule.failures() + " requests in a row";
  }

  /** The round of a lease that begins now. */
  int round() {
    return state.get() instanceof Counting counting ? counting.round() : NO_ROUND;
  }

  /** The round of the trial that begins with this call, or {@link #NO_ROUND} if none is due. */
  int beginTrial() {
    State now = state.get();
    if (now instanceof Ejected out && rule.clock().getAsLong() - out.until() >= 0) {
      OnTrial trial = new OnTrial(out.round() + 1, out.pause());
      return state.compareAndSet(now, trial) ? trial.round() : NO_ROUND;
    }
    return NO_ROUND;
  }

  /** When it is due for a trial; of a trial under way, at once. */
  long until() {
    return state.get() instanceof Ejected out ? out.until() : rule.clock().getAsLong();
  }

  /** The client gets an answer from it: a long stream's end need not be waited for. */
  void answers(int round) {
    State now = state.get();
    if (now instanceof OnTrial trial
        && trial.round() == round
        && state.compareAndSet(now, new Counting(round, 0, rule.longer(trial.pause())))) {
      LOG.infof("backend %s is back: it answers", backend);
    }
  }

  /** A lease of this round ended. */
  void ended(int round, Lease.Outcome outcome) {
    switch (outcome) {
      case SERVED -> served(round);
      case OVERLOADED, BROKEN, SILENT -> failed(round);
      case REFUSED, DECLINED, CANCELLED -> untold(round);
    }
  }

  /** It was not ready, and is again: what it did before is forgotten. */
  void restarted() {
    state.updateAndGet(now -> new Counting(now.round() + 1, 0, rule.time()));
  }

  /** The others cannot do without it any more. */
  void readmit() {
    State before =
        state.getAndUpdate(
            now -> {
              if (now instanceof Ejected out) {
                return new Counting(out.round() + 1, 0, out.pause());
              }
              return now instanceof OnTrial trial
                  ? new Counting(trial.round() + 1, 0, trial.pause())
                  : now;
            });
    if (!(before instanceof Counting)) {
      LOG.infof("backend %s is back: too few others are ready", backend);
    }
  }

  private void served(int round) {
    State now = state.get();
    boolean clean =
        now instanceof Counting counting
            && counting.failures() == 0
            && counting.pause().equals(rule.time());
    if (clean || now.round() != round) {
      return;
    }
    State before =
        state.getAndUpdate(
            seen -> seen.round() == round ? new Counting(round, 0, rule.time()) : seen);
    if (before instanceof OnTrial && before.round() == round) {
      LOG.infof("backend %s is back: it answers", backend);
    }
  }

  private void failed(int round) {
    if (rule.failures() == 0) {
      return;
    }
    State before;
    State after;
    do {
      before = state.get();
      if (before.round() != round || before instanceof Ejected) {
        return;
      }
      after = before instanceof Counting counting ? counted(counting) : tried((OnTrial) before);
    } while (!state.compareAndSet(before, after));
    if (after instanceof Ejected out) {
      boolean first = before instanceof Counting;
      LOG.logf(
          first ? Logger.Level.WARN : Logger.Level.DEBUG,
          "backend %s is ejected for %d ms: it %s",
          backend,
          out.pause().toMillis(),
          first ? words() : "failed its trial");
    }
  }

  private State counted(Counting before) {
    if (before.failures() + 1 < rule.failures()) {
      return new Counting(before.round(), before.failures() + 1, before.pause());
    }
    // Where the others cannot do without it, they are asked again only after as many failures.
    return allowed.getAsBoolean()
        ? out(before.round(), before.pause())
        : new Counting(before.round(), 0, before.pause());
  }

  private State tried(OnTrial before) {
    return out(before.round(), rule.longer(before.pause()));
  }

  private Ejected out(int round, Duration wait) {
    return new Ejected(round + 1, rule.clock().getAsLong() + wait.toNanos(), wait);
  }

  /** A trial that said nothing is followed by another at once. */
  private void untold(int round) {
    State now = state.get();
    if (now instanceof OnTrial trial && trial.round() == round) {
      state.compareAndSet(now, new Ejected(round + 1, rule.clock().getAsLong(), trial.pause()));
    }
  }
}
