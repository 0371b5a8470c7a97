package io.stepgate.simulator;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes frames to a client, or stops writing them in the way the request asked for. The frames of
 * one engine step leave in one write.
 */
final class SseResponse implements FrameSink {
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final FaultInjection faults;
  private final StringBuilder pending = new StringBuilder();
  private Runnable brokenOff = () -> {};
  private Runnable served = () -> {};
  private int frames;
  private boolean silent;

  SseResponse(HttpServerRequest request, FaultInjection faults) {
    this.request = request;
    this.response = request.response();
    this.faults = faults;
    response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
  }

  /** Runs {@code action} when this answer breaks off on purpose, so that the engine can stop. */
  void onBrokenOff(Runnable action) {
    brokenOff = action;
  }

  /** Runs {@code action} when the stream has come to its proper end. */
  void onServed(Runnable action) {
    served = action;
  }

  @Override
  public void frame(String frame) {
    if (silent || interrupted()) {
      return;
    }
    frames++;
    pending.append(frame);
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
    write();
  }

  private void write() {
    if (pending.length() > 0 && !response.ended() && !response.closed()) {
      response.write(pending.toString());
      pending.setLength(0);
    }
  }

  @Override
  public void end() {
    if (!silent && !response.ended() && !response.closed()) {
      response.end();
      served.run();
    }
  }

  @Override
  public boolean ready() {
    return !silent && !response.writeQueueFull();
  }

  @Override
  public void whenReady(Runnable action) {
    // A stalled answer is never ready again; its engine request ends when the client leaves.
    if (!silent) {
      response.drainHandler(
          drained -> {
            response.drainHandler(null);
            action.run();
          });
    }
  }

  private boolean interrupted() {
    if (due(FaultInjection.Kind.ERROR_MID)) {
      silent = true;
      String error = ChatFrames.error(500, "Simulated engine failure.");
      pending.append(error).append(DONE);
      write();
      response.end();
      brokenOff.run();
    } else if (due(FaultInjection.Kind.CLOSE)) {
      silent = true;
      write();
      brokenOff.run();
      request.connection().close();
    } else if (due(FaultInjection.Kind.STALL)) {
      silent = true;
      // An empty write sends the head, which matters when not even one frame is to come.
      response.write("");
      write();
    }
    return silent;
  }

  private boolean due(FaultInjection.Kind kind) {
    return faults.has(kind) && frames >= faults.number(kind);
  }
}
