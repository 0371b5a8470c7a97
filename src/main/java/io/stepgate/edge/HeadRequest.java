package io.stepgate.edge;

import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;

/** A HEAD that is answered as the GET of its path is, without the body. */
final class HeadRequest extends HttpServerRequestWrapper {
  private final HttpServerResponse response;

  HeadRequest(HttpServerRequest request) {
    super((HttpServerRequestInternal) request);
    response = new Headless(request.response());
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public HttpServerResponse response() {
    return response;
  }

  /** Ends with the first byte of the body, since over HTTP/2 Vert.x would write that. */
  private static final class Headless extends AbstractResponseWrapper {
    private final HttpServerResponse head;

    Headless(HttpServerResponse head) {
      super(head);
      this.head = head;
    }

    @Override
    public Future<Void> write(Buffer body) {
      return end();
    }

    @Override
    public Future<Void> write(String body) {
      return end();
    }

    @Override
    public Future<Void> end(Buffer body) {
      if (!ended() && !head.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
        head.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      }
      return end();
    }

    @Override
    public Future<Void> end(String body) {
      return end(Buffer.buffer(body));
    }

    @Override
    public Future<Void> end() {
      return ended() ? Future.succeededFuture() : head.end();
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public HttpServerResponse drainHandler(Handler<Void> handler) {
      return this;
    }
  }
}
