package io.stepgate.admission;

import java.time.Duration;

/** Makes the parcel that only this package can make, for the tests of the rooms behind it. */
public final class AdmittedCallers {
  private AdmittedCallers() {}

  public static Admitted anonymous() {
    ConcurrencyGate gate = new ConcurrencyGate(1, 0, Duration.ofSeconds(1), (delay, task) -> task);
    try {
      return new Admitted(new Caller(Caller.ANONYMOUS, false), gate.enter(null));
    } catch (Refusal impossible) {
      throw new AssertionError(impossible);
    }
  }
}
