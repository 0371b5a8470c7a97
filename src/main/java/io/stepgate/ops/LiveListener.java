package io.stepgate.ops;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One open page. What it is told is written on its connection's own loop. One that does not take
 * what it was told before is told nothing more: an event is out of date when the next one is made,
 * so none waits. One that takes nothing for long is let go.
 */
final class LiveListener {
  /** The connection behind it. */
  interface Wire {
    /** Whose it is. */
    String address();

    /** Nothing can be written any more. */
    boolean closed();

    /** What was written still waits for the client to read it. */
    boolean full();

    void write(Buffer event);

    /** Ends the answer. */
    void end();

    /** Closes without waiting for the client. */
    void cut();
  }

  private final Duration window;
  private final Wire wire;
  private final Executor loop;
  private final int patience;
  private int missed;

  /**
   * @param window which figures it is shown
   * @param loop where the wire is used
   * @param patience how many events in a row it may miss
   */
  LiveListener(Duration window, Wire wire, Executor loop, int patience) {
    this.window = window;
    this.wire = wire;
    this.loop = loop;
    this.patience = patience;
  }

  String address() {
    return wire.address();
  }

  Duration window() {
    return window;
  }

  /**
   * @param letGo is told when this was one event too many to miss
   */
  void tell(Buffer event, Consumer<LiveListener> letGo) {
    loop.execute(() -> take(event, letGo));
  }

  void end() {
    loop.execute(
        () -> {
          if (!wire.closed()) {
            wire.end();
          }
        });
  }

  private void take(Buffer event, Consumer<LiveListener> letGo) {
    if (wire.closed()) {
      return;
    }
    if (!wire.full()) {
      missed = 0;
      wire.write(event);
    } else if (++missed > patience) {
      wire.cut();
      letGo.accept(this);
    }
  }
}
