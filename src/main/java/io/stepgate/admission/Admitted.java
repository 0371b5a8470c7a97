package io.stepgate.admission;

import io.stepgate.admission.ConcurrencyGate.Turn;

/** A caller holding a permit. Whoever receives it closes it, once the request is over. */
public final class Admitted implements AutoCloseable {
  private final Caller caller;
  private final Turn turn;

  Admitted(Caller caller, Turn turn) {
    this.caller = caller;
    this.turn = turn;
  }

  /** The key's name, or {@code anonymous}. */
  public String caller() {
    return caller.name();
  }

  public boolean admin() {
    return caller.admin();
  }

  /** Gives the permit back. Closing twice is closing once. */
  @Override
  public void close() {
    turn.leave();
  }
}
