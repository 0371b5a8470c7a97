package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveListenerTest {
  private final Line line = new Line();
  private final List<LiveListener> letGo = new ArrayList<>();
  private final LiveListener listener =
      new LiveListener(Duration.ofMinutes(5), line, Runnable::run, 2);

  @Test
  void slowListener_misses_whatIsOutOfDateByTheTimeItReads() {
    tell("1");
    line.full = true;
    tell("2");
    line.full = false;
    tell("3");

    assertEquals(List.of("1", "3"), line.written);
  }

  @Test
  void listenerThatTakesNothing_isLetGo_afterItsPatience() {
    line.full = true;
    tell("1");
    tell("2");
    assertEquals(0, line.cuts);
    tell("3");

    assertEquals(1, line.cuts);
    assertEquals(List.of(listener), letGo);
    assertTrue(line.written.isEmpty());
  }

  @Test
  void patience_beginsAnew_withEachEventThatIsTaken() {
    for (int i = 0; i < 3; i++) {
      line.full = true;
      tell("missed");
      tell("missed");
      line.full = false;
      tell("taken");
    }

    assertEquals(0, line.cuts);
    assertEquals(3, line.written.size());
  }

  @Test
  void closedConnection_isLeftAlone() {
    line.closed = true;
    tell("1");
    listener.end();

    assertTrue(line.written.isEmpty());
    assertEquals(0, line.ends);
  }

  private void tell(String event) {
    listener.tell(Buffer.buffer(event), letGo::add);
  }

  /** A connection that does as it is told. */
  private static final class Line implements LiveListener.Wire {
    final List<String> written = new ArrayList<>();
    boolean full;
    boolean closed;
    int cuts;
    int ends;

    @Override
    public String address() {
      return "10.0.0.1";
    }

    @Override
    public boolean closed() {
      return closed;
    }

    @Override
    public boolean full() {
      return full;
    }

    @Override
    public void write(Buffer event) {
      written.add(event.toString());
    }

    @Override
    public void end() {
      ends++;
    }

    @Override
    public void cut() {
      cuts++;
    }
  }
}
