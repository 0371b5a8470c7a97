package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Arrays;

/**
 * Writes one answer at the pace of its client, and tells when the last byte is gone. What waits for
 * a client is bounded by its connection's write queue; one that takes nothing of that for too long
 * has stalled. Lives on the event loop of its exchange.
 */
final class ClientWriter {
  /** What an answer is cut into: the next piece waits until the client has taken one of these. */
  private static final int SLICE = 32 * 1024;

  private final HttpServerRequest client;
  private final HttpServerResponse response;
  private final StallWatch watch;
  private boolean stopped;

  ClientWriter(Vertx vertx, HttpServerRequest client, Duration limit, Runnable stalled) {
    this.client = client;
    response = client.response();
    watch = new StallWatch(vertx, limit, stalled);
  }

  HttpServerResponse response() {
    return response;
  }

  /** Sets status and the headers that every answer to a forwarded request has. */
  void head(int status, String backend) {
    response.setStatusCode(status);
    if (!backend.isEmpty()) {
      response.putHeader(Replies.BACKEND, backend);
    }
  }

  /** Answers with an error; completes as {@link #end} does. */
  Future<Void> error(ApiError error, String backend) {
    try {
      head(error.status(), backend);
      return last(Replies.error(response, error));
    } catch (RuntimeException unwritable) {
      return Future.failedFuture(unwritable);
    }
  }

  /** Whether the client has to take something before more may be written. */
  boolean full() {
    return response.writeQueueFull();
  }

  /** What to do once the client has taken enough of what is {@link #full}. */
  void onDrain(Runnable task) {
    watch.waits();
    response.drainHandler(
        drained -> {
          watch.taken();
          if (!stopped) {
            task.run();
          }
        });
  }

  /** Ends the answer; completes when the client has its last byte, fails when it never will. */
  Future<Void> end() {
    return last(response.end());
  }

  /** Writes the first {@code size} bytes as the whole body; completes as {@link #end} does. */
  Future<Void> end(byte[] body, int size) {
    if (size > SLICE) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(size));
    }
    Promise<Void> gone = Promise.promise();
    slices(body, 0, size, gone);
    return gone.future();
  }

  private void slices(byte[] body, int from, int size, Promise<Void> gone) {
    int at = from;
    while (size - at > SLICE) {
      response.write(Buffer.buffer(Arrays.copyOfRange(body, at, at + SLICE)));
      at += SLICE;
      if (full()) {
        int next = at;
        onDrain(() -> slices(body, next, size, gone));
        return;
      }
    }
    last(response.end(Buffer.buffer(Arrays.copyOfRange(body, at, size)))).onComplete(gone);
  }

  /** The answer is written; its last bytes may still wait. */
  Future<Void> last(Future<Void> gone) {
    if (!gone.isComplete()) {
      watch.waits();
    }
    return gone;
  }

  /** Nothing is written and nothing watched any more. */
  void stop() {
    stopped = true;
    watch.stop();
  }

  /** Gives up what the client has not taken: over HTTP/2 this one stream, else the connection. */
  void cut() {
    ClientConnection.cut(client);
  }
}
