package io.stepgate.edge;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * What a refused client is still sending. It is thrown away, so that the client comes to read why:
 * some read nothing before they have sent everything, and over HTTP/2 wait for ever when nobody
 * takes it. One that has almost nothing more to send, and one that does not come to an end, is cut
 * off.
 */
final class Leftover {
  private static final long BEAT_MILLIS = 5_000;
  private static final int MOST_BEATS = 6;

  /** Less than this in a beat is no upload that is about to end. */
  private static final long WORTH_WAITING_BYTES = 64 * 1024;

  private final HttpServerRequest request;
  private long bytes;
  private int beats;

  private Leftover(HttpServerRequest request) {
    this.request = request;
  }

  static void discard(HttpServerRequest request) {
    Leftover leftover = new Leftover(request);
    Vertx vertx = Vertx.currentContext().owner();
    long timer = vertx.setPeriodic(BEAT_MILLIS, beat -> leftover.beat(vertx, beat));
    request.handler(leftover::take);
    request.exceptionHandler(broken -> vertx.cancelTimer(timer));
    request.endHandler(ended -> vertx.cancelTimer(timer));
    request.resume();
  }

  private void take(Buffer more) {
    bytes += more.length();
    ClientConnection.took(request, more.length());
  }

  private void beat(Vertx vertx, long timer) {
    if (bytes >= WORTH_WAITING_BYTES && ++beats < MOST_BEATS) {
      bytes = 0;
      return;
    }
    vertx.cancelTimer(timer);
    if (request.version() == HttpVersion.HTTP_2) {
      // The connection carries other requests too.
      request.response().reset();
    } else {
      request.connection().close();
    }
  }
}
