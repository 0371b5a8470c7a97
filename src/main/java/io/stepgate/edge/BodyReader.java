package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Reads a request's body whole, counting the bytes as they come: a declared length can be missing
 * or wrong. A sender that needs longer than the timeout is given up.
 */
final class BodyReader {
  private final HttpServerRequest request;
  private final long limit;
  private final String source;
  private final Promise<Buffer> whole = Promise.promise();
  private final Buffer body = Buffer.buffer();

  private BodyReader(HttpServerRequest request, long limit, String source) {
    this.request = request;
    this.limit = limit;
    this.source = source;
  }

  /** The body; or an {@link InvalidRequest} that says what is over a limit. */
  static Future<Buffer> read(Vertx vertx, HttpServerRequest request, long limit, Duration timeout) {
    return read(vertx, request, limit, "stepgate.admission.max-body-size", timeout);
  }

  /** As above, with a limit that comes from elsewhere: {@code source} tells the sender where. */
  static Future<Buffer> read(
      Vertx vertx, HttpServerRequest request, long limit, String source, Duration timeout) {
    return new BodyReader(request, limit, source).read(vertx, timeout);
  }

  private Future<Buffer> read(Vertx vertx, Duration timeout) {
    if (declaredLength() > limit) {
      return Future.failedFuture(tooLarge());
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    long timer = vertx.setTimer(timeout.toMillis(), fired -> whole.tryFail(tooSlow(timeout)));
    request.handler(this::chunk);
    request.endHandler(end -> whole.tryComplete(body));
    request.exceptionHandler(broken -> whole.tryFail(broken()));
    // A request of an observed router comes paused.
    request.resume();
    return whole.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void chunk(Buffer bytes) {
    if (whole.future().isComplete()) {
      return;
    }
    body.appendBuffer(bytes);
    if (body.length() > limit) {
      whole.tryFail(tooLarge());
    }
  }

  private long declaredLength() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException counted) {
      // The server has refused what is no number; what is left of such headers is counted below.
      return 0;
    }
  }

  private Exception broken() {
    return ClientConnection.answerable(request)
        ? new InvalidRequest(null, "the body did not arrive whole")
        : new ClientGone();
  }

  private InvalidRequest tooLarge() {
    return new InvalidRequest(
        new ApiError(
            413,
            ErrorType.INVALID_REQUEST,
            "the body is over the limit of " + limit + " bytes (" + source + ")",
            null,
            "request_too_large"));
  }

  private static InvalidRequest tooSlow(Duration timeout) {
    return new InvalidRequest(
        new ApiError(
            408,
            ErrorType.TIMEOUT,
            "the body did not arrive within " + timeout.toMillis() + " ms",
            null,
            null));
  }
}
