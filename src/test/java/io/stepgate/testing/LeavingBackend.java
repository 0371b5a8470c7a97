package io.stepgate.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One of two backends of the same model. The one that gets the first chat listens no more from then
 * on and leaves that chat waiting, its connection open; the other answers.
 */
final class LeavingBackend implements AutoCloseable {
  private static final int LONG_SECONDS = 120;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;
  private final AtomicBoolean left;
  private final String model;
  private final boolean head;

  /**
   * @param left shared by both: whether one has left
   * @param head whether the chat that waits has the head of a stream
   */
  LeavingBackend(String model, AtomicBoolean left, boolean head) {
    this.model = model;
    this.left = left;
    this.head = head;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    switch (exchange.getRequestURI().getPath()) {
      case "/health", "/abort_request" -> send(exchange, "");
      case "/v1/models" -> send(exchange, "{\"data\":[{\"id\":\"" + model + "\"}]}");
      case "/v1/chat/completions" -> chat(exchange);
      default -> send(exchange, "{}");
    }
  }

  private void chat(HttpExchange exchange) throws IOException {
    if (!left.compareAndSet(false, true)) {
      send(exchange, Frames.whole("it is", "stop"));
      return;
    }
    if (head) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush();
    }
    // Closes the listening socket at once, and what is open when the time is over.
    threads.execute(() -> server.stop(LONG_SECONDS));
    try {
      closed.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
