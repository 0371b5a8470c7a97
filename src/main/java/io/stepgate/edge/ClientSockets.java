package io.stepgate.edge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * How much the system keeps of what a client has not taken. Left to itself it is megabytes, and it
 * asks for more only when a third of them is gone: a client that reads slowly then looks like one
 * that does not read at all.
 */
@Singleton
class ClientSockets implements HttpServerOptionsCustomizer {
  private static final int SEND_BUFFER = 256 * 1024;

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options.setSendBufferSize(SEND_BUFFER);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    options.setSendBufferSize(SEND_BUFFER);
  }
}
