package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class OpsCheckTest {
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
