package io.stepgate.simulator.fault;

import io.stepgate.simulator.http.SseResponse;
import io.stepgate.simulator.wire.ChatFrames;
import io.stepgate.simulator.wire.FrameSink;
import io.vertx.core.http.HttpConnection;

/** A stream that breaks off, stalls or leaves its end out in the way its request asked for. */
public final class FaultyStream implements FrameSink {
  private final SseResponse response;
  private final HttpConnection connection;
  private final FaultInjection faults;
  private Runnable brokenOff = () -> {};
  private int frames;
  private boolean silent;

  /**
   * @param connection of the client that the response goes to
   */
  public FaultyStream(SseResponse response, HttpConnection connection, FaultInjection faults) {
    this.response = response;
    this.connection = connection;
    this.faults = faults;
  }

  /** Runs {@code action} when this answer breaks off on purpose, so that the engine can stop. */
  public void onBrokenOff(Runnable action) {
    brokenOff = action;
  }

  @Override
  public void frame(String frame) {
    if (silent || interrupted()) {
      return;
    }
    frames++;
    response.frame(frame);
  }

  @Override
  public void ending(String frame) {
    if (!faults.has(FaultInjection.Kind.NO_DONE)) {
      frame(frame);
    }
  }

  @Override
  public void flush() {
    // The last allowed frame may be this step's last: what follows it must not wait for the next.
    if (!silent) {
      interrupted();
    }
    response.flush();
  }

  @Override
  public void end() {
    if (!silent) {
      response.end();
    }
  }

  @Override
  public boolean ready() {
    return !silent && response.ready();
  }

  @Override
  public void whenReady(Runnable action) {
    // A stalled answer is never ready again; its engine request ends when the client leaves.
    if (!silent) {
      response.whenReady(action);
    }
  }

  private boolean interrupted() {
    if (due(FaultInjection.Kind.ERROR_MID)) {
      silent = true;
      response.frame(ChatFrames.error(500, "Simulated engine failure."));
      response.frame(DONE);
      response.flush();
      response.breakOff();
      brokenOff.run();
    } else if (due(FaultInjection.Kind.CLOSE)) {
      silent = true;
      response.flush();
      brokenOff.run();
      connection.close();
    } else if (due(FaultInjection.Kind.STALL)) {
      silent = true;
      // Not even one frame may be to come.
      response.sendHead();
      response.flush();
    }
    return silent;
  }

  private boolean due(FaultInjection.Kind kind) {
    return faults.has(kind) && frames >= faults.number(kind);
  }
}
