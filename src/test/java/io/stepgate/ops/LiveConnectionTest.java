package io.stepgate.ops;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real connection whose client does not read, and events that no buffer holds many of. */
class LiveConnectionTest {
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int PATIENCE = 2;
  private static final Buffer EVENT = Buffer.buffer(new byte[16 << 20]);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final LiveFeed feed =
      new LiveFeed(
          vertx,
          Duration.ofMillis(250),
          windows -> {
            made.incrementAndGet();
            return Map.of(WINDOW, EVENT);
          });

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void clientThatDoesNotRead_isCutOff_andItsPlaceIsFree() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(this::listen)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      client
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      await().until(() -> made.get() > 0 && feed.open() == 0);
      await().untilTrue(closed);

      assertTrue(made.get() > PATIENCE, "events made: " + made);
    }
  }

  private void listen(HttpServerRequest request) {
    Context loop = Vertx.currentContext();
    request.response().setChunked(true);
    request.connection().closeHandler(gone -> closed.set(true));
    feed.join(
        new LiveListener(
            WINDOW,
            new LiveConnection(request),
            task -> loop.runOnContext(later -> task.run()),
            PATIENCE));
  }
}
