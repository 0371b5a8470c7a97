package io.stepgate.relay;

import io.stepgate.relay.UpstreamFailure.Kind;
import io.stepgate.routing.Lease;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A backend's answer while it comes. Paused until somebody reads it; used on its event loop only.
 */
public final class Upstream {
  /** How long an answer that nobody needs any more may take to end by itself. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final HttpClientRequest request;
  private final HttpClientResponse response;
  private final Watch watch;
  private final Duration idleTimeout;
  private final Lease lease;
  private Consumer<UpstreamFailure> failed = ignored -> {};
  private Runnable ended = () -> {};
  private Consumer<Buffer> taker = ignored -> {};
  private boolean first = true;
  private boolean over;
  private boolean paused;
  private boolean draining;

  Upstream(
      HttpClientRequest request,
      HttpClientResponse response,
      Watch watch,
      Duration idleTimeout,
      Lease lease) {
    this.request = request;
    this.response = response;
    this.watch = watch;
    this.idleTimeout = idleTimeout;
    this.lease = lease;
    watch.onSilent(this::silent);
    response.exceptionHandler(
        broken -> fail(Kind.CLOSED, "the backend closed the connection in its answer"));
  }

  public int status() {
    return response.statusCode();
  }

  public MultiMap headers() {
    return response.headers();
  }

  /**
   * Reads the body. Exactly one of {@code end} and {@code failure} is called, and nothing after it.
   */
  public void read(Consumer<Buffer> chunk, Runnable end, Consumer<UpstreamFailure> failure) {
    taker = chunk;
    ended = end;
    failed = failure;
    response.handler(this::chunk);
    response.endHandler(nothing -> finish());
    response.resume();
  }

  /** Reads the whole body, up to a limit in bytes. */
  public Future<Buffer> collect(long limit) {
    Promise<Buffer> body = Promise.promise();
    Buffer all = Buffer.buffer();
    read(
        chunk -> {
          all.appendBuffer(chunk);
          if (all.length() > limit) {
            fail(Kind.TOO_LARGE, "the backend's answer is over " + limit + " bytes");
            request.reset();
          }
        },
        () -> body.complete(all),
        body::fail);
    return body.future();
  }

  /** The client does not keep up: the backend has to wait, down to its TCP window. */
  public void pause() {
    if (!paused && !over) {
      paused = true;
      watch.suspend(true);
      response.pause();
    }
  }

  public void resume() {
    if (paused && !over) {
      paused = false;
      watch.suspend(false);
      response.resume();
    }
  }

  /** Gives the answer up and closes its connection. */
  public void cancel() {
    if (!over && !draining) {
      over = true;
      watch.stop();
      request.reset();
    }
  }

  /** What came is not to be trusted: closes the connection, even where the answer is over. */
  public void distrust() {
    over = true;
    watch.stop();
    request.reset();
  }

  /**
   * Nothing more is needed, but the end is near: let it come, so that the connection can be used
   * again.
   */
  public void drain() {
    if (!over) {
      draining = true;
      forget();
      watch.suspend(false);
      watch.limit(DRAIN);
      paused = false;
      response.resume();
    }
  }

  private void chunk(Buffer bytes) {
    // What drains has a second to end, however much it still says.
    if (over || draining) {
      return;
    }
    if (first) {
      first = false;
      watch.limit(idleTimeout);
    } else {
      watch.alive();
    }
    lease.heard(watch.last());
    taker.accept(bytes);
  }

  private void finish() {
    if (!over) {
      over = true;
      watch.stop();
      Runnable end = ended;
      forget();
      end.run();
    }
  }

  /** Whoever read is done: what it has collected must not live as long as this does. */
  private void forget() {
    taker = ignored -> {};
    ended = () -> {};
    failed = ignored -> {};
  }

  private void silent() {
    fail(Kind.SILENT, "the backend said nothing within the idle timeout");
    request.reset();
  }

  private void fail(Kind kind, String message) {
    if (!over) {
      over = true;
      watch.stop();
      failed.accept(new UpstreamFailure(kind, message));
    }
  }
}
