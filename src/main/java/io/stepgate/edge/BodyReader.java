package io.stepgate.edge;

import io.stepgate.admission.HeldBody;
import io.stepgate.admission.Refusal;
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
  /** A body up to this never has to wait for the uploads of others. */
  private static final int FREE = 64 * 1024;

  private final HttpServerRequest request;
  private final BodyLimit limit;
  private final Body body;
  private final Promise<Body> whole = Promise.promise();

  private BodyReader(HttpServerRequest request, BodyLimit limit, HeldBody held) {
    this.request = request;
    this.limit = limit;
    body = new Body(held);
  }

  /**
   * The body, which the receiver closes; or an {@link InvalidRequest} that says what is over a
   * limit, or a {@link Refusal} when there is no room for it.
   */
  static Future<Body> read(
      Vertx vertx, HttpServerRequest request, BodyLimit limit, HeldBody held, Duration timeout) {
    return new BodyReader(request, limit, held).read(vertx, timeout);
  }

  private Future<Body> read(Vertx vertx, Duration timeout) {
    if (declaredLength() > limit.bytes()) {
      return Future.failedFuture(tooLarge());
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    long timer = vertx.setTimer(timeout.toMillis(), fired -> fail(tooSlow(timeout)));
    request.handler(this::chunk);
    request.endHandler(end -> whole.tryComplete(body));
    request.exceptionHandler(broken -> fail(broken()));
    // A request of an observed router comes paused.
    request.resume();
    return whole.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void chunk(Buffer bytes) {
    if (whole.future().isComplete()) {
      return;
    }
    if (body.length() > FREE) {
      ClientConnection.took(request, bytes.length());
    }
    if (body.length() + (long) bytes.length() > limit.bytes()) {
      fail(tooLarge());
      return;
    }
    try {
      body.add(bytes, limit.bytes());
    } catch (Refusal full) {
      fail(full);
    }
  }

  private void fail(Exception failure) {
    if (!whole.future().isComplete()) {
      // Before anybody is told: the room is for others.
      body.close();
      whole.fail(failure);
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
        ErrorTable.tooLarge(
            "the body is over the limit of " + limit.bytes() + " bytes (" + limit.source() + ")"));
  }

  private static InvalidRequest tooSlow(Duration timeout) {
    return new InvalidRequest(
        ErrorTable.tooSlow("the body did not arrive within " + timeout.toMillis() + " ms"));
  }
}
