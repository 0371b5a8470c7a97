package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatPlansTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"on", "true", "0", "-1", "63K", "2G", "16MB", "99999999999999999999", " "})
  void memoryOfABadSize_isNamedWithWhatIsAllowed(String value) {
    String message =
        assertThrows(ConfigurationException.class, () -> ChatPlans.memory(value)).getMessage();

    assertTrue(message.contains("stepgate.parse.remember-reasoning is '" + value + "'"), message);
    assertTrue(message.contains("allowed are off"), message);
  }

  @Test
  void memory_isOffOrHasASize() {
    assertNull(ChatPlans.memory("off"));
    assertNotNull(ChatPlans.memory("16M"));
  }
}
