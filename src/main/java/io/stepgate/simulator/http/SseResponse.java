package io.stepgate.simulator.http;

import io.stepgate.simulator.wire.FrameSink;
import io.vertx.core.http.HttpServerResponse;

/** Writes frames to a client. The frames of one engine step leave in one write. */
public final class SseResponse implements FrameSink {
  private final HttpServerResponse response;
  private final StringBuilder pending = new StringBuilder();
  private Runnable served = () -> {};

  public SseResponse(HttpServerResponse response) {
    this.response = response;
    response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
  }

  /** Runs {@code action} when the stream has come to its proper end. */
  public void onServed(Runnable action) {
    served = action;
  }

  @Override
  public void frame(String frame) {
    pending.append(frame);
  }

  @Override
  public void flush() {
    if (pending.length() > 0 && !response.ended() && !response.closed()) {
      response.write(pending.toString());
      pending.setLength(0);
    }
  }

  /** Sends the head, which otherwise waits for the first frame. */
  public void sendHead() {
    response.write("");
  }

  @Override
  public void end() {
    if (!response.ended() && !response.closed()) {
      response.end();
      served.run();
    }
  }

  /** Ends the answer too early: nobody was served. */
  public void breakOff() {
    response.end();
  }

  @Override
  public boolean ready() {
    return !response.writeQueueFull();
  }

  @Override
  public void whenReady(Runnable action) {
    response.drainHandler(
        drained -> {
          response.drainHandler(null);
          action.run();
        });
  }
}
