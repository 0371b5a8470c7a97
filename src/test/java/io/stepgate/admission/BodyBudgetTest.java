package io.stepgate.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {
  private static final long MB = 1 << 20;

  private final BodyBudget budget = new BodyBudget(16 * MB);

  @Test
  void oneSender_takesHalf_hasNoMoreForALargeBody() throws Refusal {
    held("a").take(8 * MB);

    Refusal refusal = assertThrows(Refusal.class, () -> held("a").take(BodyBudget.SMALL + 1));

    assertEquals(Refusal.Kind.BODIES_FULL, refusal.kind());
    assertTrue(refusal.getMessage().contains("one sender"), refusal.getMessage());
    assertTrue(refusal.retryAfter().toSeconds() > 0);
  }

  @Test
  void oneSenderHasHalf_another_isLetIn() throws Refusal {
    held("a").take(8 * MB);

    held("b").take(6 * MB);

    assertEquals(14 * MB, budget.held());
  }

  @Test
  void largeBodiesHaveAllTheyMay_smallOnes_areLetInUntilTheBudgetIsFull() throws Refusal {
    held("a").take(7 * MB);
    held("b").take(7 * MB);
    assertThrows(Refusal.class, () -> held("c").take(BodyBudget.SMALL + 1));

    for (int i = 0; i < 2 * MB / BodyBudget.SMALL; i++) {
      held("small " + i).take(BodyBudget.SMALL);
    }

    assertEquals(16 * MB, budget.held());
    assertThrows(Refusal.class, () -> held("one more").take(1));
  }

  @Test
  void oneSendersLargeBodiesHaveAllTheyMay_itsSmallOnes_haveAnEighthMore() throws Refusal {
    held("a").take(8 * MB);

    for (int i = 0; i < 2 * MB / BodyBudget.SMALL; i++) {
      held("a").take(BodyBudget.SMALL);
    }

    assertThrows(Refusal.class, () -> held("a").take(1));
  }

  @Test
  void growingBody_refused_keepsWhatItHadUntilItIsClosed() throws Refusal {
    HeldBody body = held("a");
    body.take(8 * MB);
    assertThrows(Refusal.class, () -> body.take(1));
    assertEquals(8 * MB, budget.held());

    body.close();

    assertEquals(0, budget.held());
  }

  @Test
  void body_givesBackAndIsClosedTwice_leavesNothingAndTakesNothingFromOthers() throws Refusal {
    held("b").take(MB);
    HeldBody body = held("a");
    body.take(3 * MB);
    body.giveBack(2 * MB);

    body.close();
    body.close();

    assertEquals(MB, budget.held());
    held("a").take(8 * MB);
  }

  private HeldBody held(String sender) {
    return new HeldBody(budget, sender);
  }
}
