package io.stepgate.edge;

import io.stepgate.json.ByteSink;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * The client's side of a stream. By default nothing but the answer's own frames goes out: the
 * serving benchmark's client takes a comment line for a failure.
 */
final class SseWriter {
  private static final CharSequence EVENT_STREAM =
      HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
  private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
  private static final CharSequence NO = HttpHeaders.createOptimized("no");
  private static final CharSequence ACCEL_BUFFERING =
      HttpHeaders.createOptimized("X-Accel-Buffering");
  private static final String COMMENT = ": keep-alive\n\n";

  private final Corridor corridor;
  private final ClientWriter client;
  private final HttpServerResponse response;
  private boolean committed;
  private boolean ended;
  private long lastWrite;

  SseWriter(Corridor corridor, ClientWriter client) {
    this.corridor = corridor;
    this.client = client;
    response = client.response();
  }

  boolean committed() {
    return committed;
  }

  void commit() {
    committed = true;
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
        .putHeader(ACCEL_BUFFERING, NO);
    corridor.relay().keepAliveAfter().ifPresent(this::keepAlive);
  }

  void write(ByteSink bytes) {
    lastWrite = System.nanoTime();
    response.write(Buffer.buffer(bytes.copy()));
  }

  boolean full() {
    return client.full();
  }

  void onDrain(Runnable task) {
    client.onDrain(task);
  }

  /** Ends the stream; completes when the client has taken it. */
  Future<Void> end() {
    ended = true;
    return client.end();
  }

  private void keepAlive(Duration after) {
    lastWrite = System.nanoTime();
    corridor
        .vertx()
        .setPeriodic(
            Math.max(1, after.toMillis()),
            timer -> {
              if (ended || response.closed()) {
                corridor.vertx().cancelTimer(timer);
              } else if (System.nanoTime() - lastWrite >= after.toNanos() && !full()) {
                response.write(COMMENT);
              }
            });
  }
}
