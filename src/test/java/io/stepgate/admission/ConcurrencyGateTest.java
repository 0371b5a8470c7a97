package io.stepgate.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.admission.ConcurrencyGate.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrencyGateTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final List<String> heard = new ArrayList<>();
  private final ConcurrencyGate gate = new ConcurrencyGate(1, 2, TIMEOUT, clock);

  @Test
  void freePermitEnteringHoldsAtOnceAndHearsNothing() throws Refusal {
    Turn turn = gate.enter(waiter("a"));

    assertTrue(turn.held());
    assertEquals(1, gate.inFlight());
    assertEquals(List.of(), heard);
    assertEquals(0, clock.pending());
  }

  @Test
  void twoWaitingPermitReturnedFirstInIsServedFirst() throws Refusal {
    Turn holder = gate.enter(waiter("holder"));
    Turn first = gate.enter(waiter("first"));
    gate.enter(waiter("second"));

    holder.leave();

    assertEquals(List.of("first granted"), heard);
    assertTrue(first.held());
    assertEquals(1, gate.inFlight());
    assertEquals(1, gate.queued());
  }

  @Test
  void waitingHandedOverItsTimerIsCalledOff() throws Refusal {
    Turn holder = gate.enter(waiter("holder"));
    gate.enter(waiter("first"));

    holder.leave();

    assertEquals(0, clock.pending());
  }

  @Test
  void queueFullEnteringIsRefused() throws Refusal {
    gate.enter(waiter("holder"));
    gate.enter(waiter("first"));
    gate.enter(waiter("second"));

    Refusal refusal = assertThrows(Refusal.class, () -> gate.enter(waiter("third")));

    assertEquals(Refusal.Kind.QUEUE_FULL, refusal.kind());
    assertTrue(refusal.retryAfter().toSeconds() > 0);
    assertEquals(2, gate.queued());
  }

  @Test
  void waitingTimeoutPassesIsRefusedAndLeavesTheQueue() throws Refusal {
    gate.enter(waiter("holder"));
    Turn late = gate.enter(waiter("late"));

    clock.pass(TIMEOUT);

    assertEquals(List.of("late QUEUE_TIMEOUT"), heard);
    assertEquals(0, gate.queued());
    assertEquals(1, gate.inFlight());
    assertFalse(late.held());
  }

  @Test
  void waitingLeavesPlaceIsFreeAndNobodyHears() throws Refusal {
    Turn holder = gate.enter(waiter("holder"));
    Turn gone = gate.enter(waiter("gone"));

    gone.leave();
    holder.leave();
    clock.pass(TIMEOUT);

    assertEquals(List.of(), heard);
    assertEquals(0, gate.queued());
    assertEquals(0, gate.inFlight());
  }

  @Test
  void holderLeavesTwiceOnePermitReturns() throws Refusal {
    ConcurrencyGate two = new ConcurrencyGate(2, 2, TIMEOUT, clock);
    Turn a = two.enter(waiter("a"));
    two.enter(waiter("b"));

    a.leave();
    a.leave();

    assertEquals(1, two.inFlight());
  }

  @Test
  void noQueuePermitsTakenRefusesAtOnce() throws Refusal {
    ConcurrencyGate strict = new ConcurrencyGate(1, 0, TIMEOUT, clock);
    strict.enter(waiter("holder"));

    assertThrows(Refusal.class, () -> strict.enter(waiter("next")));
  }

  private ConcurrencyGate.Waiter waiter(String name) {
    return new ConcurrencyGate.Waiter() {
      @Override
      public void granted(Turn turn) {
        heard.add(name + " granted");
      }

      @Override
      public void refused(Refusal refusal) {
        heard.add(name + " " + refusal.kind());
      }
    };
  }
}
