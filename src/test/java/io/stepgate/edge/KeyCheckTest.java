package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

class KeyCheckTest {
  @Test
  void keyOfNoRoom_isNamed() {
    for (String key : new String[] {"stepgate.foo", "stepgate.foo.bar", "stepgate.backend.a.url"}) {
      String message =
          assertThrows(ConfigurationException.class, () -> KeyCheck.check(key)).getMessage();
      assertTrue(message.contains(key) && message.contains("stepgate.backends"), message);
    }
  }

  @Test
  void keysOfRooms_andOfOthers_pass() {
    assertDoesNotThrow(() -> KeyCheck.check("stepgate.backends.a.url"));
    assertDoesNotThrow(() -> KeyCheck.check("quarkus.http.port"));
    assertDoesNotThrow(() -> KeyCheck.check("stepgates"));
  }
}
