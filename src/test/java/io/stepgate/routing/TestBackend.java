package io.stepgate.routing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that answers as told and remembers what it was asked. */
final class TestBackend implements AutoCloseable {
  static final EjectionRule NO_EJECTION =
      new EjectionRule(0, Duration.ofSeconds(5), System::nanoTime);

  static BackendPool pool(List<BackendSpec> specs, EjectionRule rule) {
    BackendPool pool = new BackendPool(rule, List.of());
    pool.reconcile(specs);
    return pool;
  }

  record Asked(String method, String path, String authorization, String contentType, String body) {}

  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  TestBackend() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static TestBackend serving(String... models) throws IOException {
    TestBackend backend = new TestBackend();
    String entries =
        String.join(",", List.of(models).stream().map("{\"id\":\"%s\"}"::formatted).toList());
    backend.on("/health", 200, "");
    backend.on("/v1/models", 200, "{\"object\":\"list\",\"data\":[" + entries + "]}");
    backend.on("/model_info", 200, "{\"reasoning_parser\":\"step3p5\",\"tool_call_parser\":null}");
    backend.on("/abort_request", 200, "");
    backend.on("/flush_cache", 200, "Cache flushed.");
    return backend;
  }

  void on(String path, int status, String body) {
    on(path, exchange -> send(exchange, status, body));
  }

  void on(String path, HttpHandler answer) {
    answers.put(path, answer);
  }

  List<Asked> asked() {
    return asked;
  }

  URI origin() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  BackendSpec spec(String name) {
    return new BackendSpec(name, origin(), null, BackendKeys.NONE, 1, null);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (body.startsWith("{")) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            path,
            exchange.getRequestHeaders().getFirst("Authorization"),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            body));
    answers.getOrDefault(path, other -> send(other, 404, "{}")).handle(exchange);
  }
}
