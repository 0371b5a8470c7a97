package io.stepgate.ops;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;

/** The connection of a page, used on its own loop. */
record LiveConnection(HttpServerRequest request) implements LiveListener.Wire {
  @Override
  public String address() {
    SocketAddress remote = request.remoteAddress();
    String address = remote == null ? null : remote.hostAddress();
    return address == null ? "" : address;
  }

  @Override
  public boolean closed() {
    return response().closed() || response().ended();
  }

  @Override
  public boolean full() {
    return response().writeQueueFull();
  }

  @Override
  public void write(Buffer event) {
    response().write(event);
  }

  @Override
  public void end() {
    response().end();
  }

  @Override
  public void cut() {
    if (request.version() == HttpVersion.HTTP_2) {
      // The connection carries other requests too.
      response().reset();
    } else {
      // Closing it as usual would first wait until everything was read.
      ((ConnectionBase) request.connection()).channelHandlerContext().close();
    }
  }

  private HttpServerResponse response() {
    return request.response();
  }
}
