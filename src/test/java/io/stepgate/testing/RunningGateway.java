package io.stepgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The packaged gateway as a process of its own, on a free port of the loopback address. */
public final class RunningGateway implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENING =
      Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path log;
  private final Process process;
  private final int port;

  private RunningGateway(Path log, Process process, int port) {
    this.log = log;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param folder for its log, and where it runs
   * @param environment added to the test's own
   * @param properties of the form {@code -Dkey=value}
   */
  public static RunningGateway start(
      Path folder, Map<String, String> environment, String... properties) throws IOException {
    Path log = folder.resolve("gateway.log");
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    variables.put("QUARKUS_HTTP_PORT", "0");
    ProcessBuilder command = new ProcessBuilder(Artifact.command(properties));
    command.environment().putAll(variables);
    Process process =
        command
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      return new RunningGateway(log, process, listening(process, log));
    } catch (RuntimeException | Error failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  private static int listening(Process process, Path log) {
    int[] port = new int[1];
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("it ended: " + text(log));
              }
              Matcher listening = LISTENING.matcher(text(log));
              if (listening.find()) {
                port[0] = Integer.parseInt(listening.group(1));
              }
              return port[0] > 0;
            });
    return port[0];
  }

  public int port() {
    return port;
  }

  /** What it has written so far. */
  public String log() {
    return text(log);
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  public HttpResponse<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Waits until it has a backend. */
  public void ready() {
    Awaitility.await().atMost(PATIENCE).until(() -> get("/q/health/ready").statusCode() == 200);
  }

  /** Sends SIGTERM, as containers do. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** The exit code, once it has ended. */
  public int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end: " + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
