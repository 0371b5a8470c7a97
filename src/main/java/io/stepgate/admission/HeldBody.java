package io.stepgate.admission;

/** What one request takes of the budget for bodies. Whoever receives it closes it. */
public final class HeldBody implements AutoCloseable {
  private final BodyBudget budget;
  private final String sender;
  private long bytes;

  HeldBody(BodyBudget budget, String sender) {
    this.budget = budget;
    this.sender = sender;
  }

  /**
   * Takes more bytes.
   *
   * @throws Refusal when there are none left; what was taken before stays taken
   */
  public synchronized void take(long more) throws Refusal {
    budget.take(sender, more, bytes + more);
    bytes += more;
  }

  /** Gives some of them back. */
  public synchronized void giveBack(long fewer) {
    budget.giveBack(sender, fewer);
    bytes -= fewer;
  }

  /** Gives back all that is left. Closing twice is closing once. */
  @Override
  public synchronized void close() {
    giveBack(bytes);
  }
}
