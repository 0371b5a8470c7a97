package io.stepgate.relay;

import io.stepgate.openai.BodyParts;
import io.stepgate.relay.UpstreamFailure.Kind;
import io.stepgate.routing.Lease;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/** A request on its way to a backend; it can be given up at any time. */
public final class Call {
  private final Vertx vertx;
  private final RelayConfig config;
  private final Lease lease;
  private final Promise<Upstream> answer = Promise.promise();
  private HttpClientRequest request;
  private Watch watch;
  private boolean cancelled;
  private boolean sent;

  Call(Vertx vertx, RelayConfig config, Lease lease) {
    this.vertx = vertx;
    this.config = config;
    this.lease = lease;
  }

  /** The answer's head, with its body still to be read; or an {@link UpstreamFailure}. */
  public Future<Upstream> upstream() {
    return answer.future();
  }

  /** Whether the backend may have seen the request. */
  public boolean sent() {
    return sent;
  }

  /** Gives the request up and closes its connection. */
  public void cancel() {
    cancelled = true;
    // An answer that came belongs to whoever reads it, and its connection perhaps to somebody else.
    if (answer.future().isComplete()) {
      return;
    }
    if (watch != null) {
      watch.stop();
    }
    if (request != null) {
      request.reset();
    }
    answer.tryFail(new UpstreamFailure(Kind.CLOSED, "the request was given up"));
  }

  /** Takes the connection over; false when nobody wants it any more. */
  boolean connected(HttpClientRequest connected) {
    request = connected;
    // What a connection breaks by is told by its requests; an idle one that speaks is closed.
    connected.connection().exceptionHandler(broken -> {});
    if (cancelled) {
      // Without a handler Vert.x logs its own reset as an error.
      connected.exceptionHandler(reset -> {});
      connected.reset();
    }
    return !cancelled;
  }

  void send(BodyParts body) {
    HttpClientRequest connected = request;
    sent = true;
    watch = new Watch(vertx, config.firstByteTimeout(), this::silent);
    connected.exceptionHandler(failure -> closed());
    connected.response().onSuccess(this::answered).onFailure(failure -> closed());
    Future<Void> done = body == null ? connected.end() : new Upload(connected, body).send();
    done.onFailure(failure -> closed());
  }

  private void answered(HttpClientResponse response) {
    response.pause();
    if (!answer.tryComplete(new Upstream(request, response, watch, config.idleTimeout(), lease))) {
      request.reset();
    }
  }

  private void silent() {
    fail(
        new UpstreamFailure(Kind.SILENT, "the backend said nothing within the first-byte timeout"));
    request.reset();
  }

  private void closed() {
    if (answer.future().isComplete()) {
      return;
    }
    if (watch != null) {
      watch.stop();
    }
    fail(new UpstreamFailure(Kind.CLOSED, "the backend closed the connection before it answered"));
  }

  /** The request could not even be written. */
  void broken() {
    fail(new UpstreamFailure(Kind.CLOSED, "the request could not be sent to the backend"));
    request.reset();
  }

  void fail(UpstreamFailure failure) {
    answer.tryFail(failure);
  }
}
