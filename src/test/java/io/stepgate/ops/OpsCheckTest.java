package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class OpsCheckTest {
  private static final Duration MOST = Duration.ofHours(1);

  @Test
  void aSwitch_isTrueOrFalse() {
    for (String word : List.of("true", "false")) {
      assertDoesNotThrow(() -> OpsCheck.onOrOff(OpsConfig.OBSERVE, word));
    }
    for (String word : List.of("TRUE", "yes", "1", "on", " true", "")) {
      refused(
          "stepgate.ops.observe=" + word + ": allowed is true or false",
          () -> OpsCheck.onOrOff(OpsConfig.OBSERVE, word));
    }
  }

  @Test
  void aWindow_isASecondOrMore_andInsideTheReach() {
    for (String window : List.of("PT1S", "PT5M", "PT1H")) {
      assertDoesNotThrow(() -> OpsCheck.window(Duration.parse(window), MOST));
    }
    for (String window : List.of("PT0S", "PT0.5S", "PT-5M", "PT1H0.001S", "PT2H")) {
      refused(
          "stepgate.ops.report-window=" + window + ": allowed is a duration from 1s to 60m",
          () -> OpsCheck.window(Duration.parse(window), MOST));
    }
  }

  @Test
  void pageBehindAKey_needsKeys() {
    for (LiveAccess access : LiveAccess.values()) {
      assertDoesNotThrow(() -> OpsCheck.live(access, true));
    }
    assertDoesNotThrow(() -> OpsCheck.live(LiveAccess.OFF, false));
    refused(
        "stepgate.ops.live=key: allowed where stepgate.admission.keys-file is set, else on or off",
        () -> OpsCheck.live(LiveAccess.KEY, false));
  }

  private static void refused(String message, Executable check) {
    assertEquals(message, assertThrows(ConfigurationException.class, check).getMessage());
  }
}
