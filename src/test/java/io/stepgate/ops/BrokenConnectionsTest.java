package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokenConnectionsTest {
  @ParameterizedTest
  @CsvSource({
    "io.vertx.core.http.impl.Http2ConnectionBase, onConnectionError, false",
    "io.vertx.core.http.impl.Http2ConnectionBase, handleClosed, true",
    "io.stepgate.edge.Exchange, onConnectionError, true"
  })
  void nullPointer_thrownInAMethod_isLoggedUnlessItIsTheKnownFault(
      String type, String method, boolean logged) {
    LogRecord line = new LogRecord(Level.SEVERE, "dropped");
    NullPointerException fault = new NullPointerException();
    fault.setStackTrace(
        new StackTraceElement[] {new StackTraceElement(type, method, "A.java", 121)});
    line.setThrown(fault);

    boolean loggable = new BrokenConnections().isLoggable(line);

    assertEquals(logged, loggable);
  }

  @Test
  void nullPointer_withoutATrace_isNotLogged() {
    LogRecord line = new LogRecord(Level.SEVERE, "dropped");
    NullPointerException fault = new NullPointerException();
    fault.setStackTrace(new StackTraceElement[0]);
    line.setThrown(fault);

    boolean loggable = new BrokenConnections().isLoggable(line);

    assertFalse(loggable);
  }
}
