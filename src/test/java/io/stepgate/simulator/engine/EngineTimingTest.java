package io.stepgate.simulator.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTimingTest {
  private final EngineTiming h200 = new EngineTiming(TimingProfile.H200);

  @ParameterizedTest
  @CsvSource({"1, 8120000, 80930000", "14, 18970000, 89500000", "92, 46060000, 127260000"})
  void measuredConcurrency_hasTheDelaysOfTheSeedPage(int active, long token, long first) {
    assertEquals(token, h200.tokenNanos(active));
    assertEquals(first, h200.firstTokenNanos(active));
  }

  @Test
  void concurrencyBetweenTwoRows_isInterpolatedBetweenThoseTwo() {
    assertEquals(32_515_000, h200.tokenNanos(53));
  }

  @Test
  void concurrencyOutsideTheRows_isHeldBelowAndGoesOnAbove() {
    assertEquals(h200.tokenNanos(1), h200.tokenNanos(0));
    assertTrue(h200.tokenNanos(200) > h200.tokenNanos(92));
  }

  @Test
  void instantProfile_hasNoDelays() {
    EngineTiming instant = new EngineTiming(TimingProfile.INSTANT);

    assertEquals(0, instant.tokenNanos(50) + instant.firstTokenNanos(50));
  }
}
