package io.stepgate.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged gateway as a process of its own, with what it writes. */
public final class PackagedGateway implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENING =
      Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path out;
  private final int port;

  /** Starts it, and waits until it is ready. */
  public PackagedGateway(Path folder, Map<String, String> environment) throws IOException {
    out = Files.createTempFile(folder, "gateway", ".log");
    ProcessBuilder command = new ProcessBuilder(Artifact.command());
    command.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
    command.environment().put("QUARKUS_HTTP_PORT", "0");
    command.environment().putAll(environment);
    process = command.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    port =
        Integer.parseInt(await().atMost(PATIENCE).until(this::listening, Matcher::find).group(1));
    await().atMost(PATIENCE).until(() -> get("/q/health/ready").statusCode() == 200);
  }

  private Matcher listening() throws IOException {
    return LISTENING.matcher(Files.readString(out));
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path))
            .headers(headers)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** The lines that it has written so far. */
  public List<String> lines() throws IOException {
    return Files.readAllLines(out);
  }

  /** Stops it as an operating system does. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
