package io.stepgate.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.testing.Artifact;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The verb {@code simulate} of what is shipped. Closing it asserts that it ends well. */
final class PackagedSimulator implements RunningSimulator.Server {
  private static final long PATIENCE_SECONDS = 30;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  PackagedSimulator(SimulatorOptions options) {
    String[] arguments = arguments(options).toArray(String[]::new);
    try {
      process =
          new ProcessBuilder(Artifact.command(arguments))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String url =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      port = URI.create(String.valueOf(url)).getPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<String> arguments(SimulatorOptions options) {
    List<String> arguments =
        new ArrayList<>(List.of("simulate", "--port", "0", "--model", options.model()));
    options.reasoningParser().ifPresent(name -> arguments.add("--reasoning-parser=" + name));
    options.toolCallParser().ifPresent(name -> arguments.add("--tool-call-parser=" + name));
    options.apiKey().ifPresent(key -> arguments.add("--api-key=" + key));
    options.adminApiKey().ifPresent(key -> arguments.add("--admin-api-key=" + key));
    arguments.add("--profile=" + options.profile().id());
    arguments.add("--tp=" + options.tp());
    arguments.add("--ep=" + options.ep());
    arguments.add("--seed=" + options.seed());
    arguments.add("--stream-interval=" + options.streamInterval());
    if (options.cacheReport()) {
      arguments.add("--enable-cache-report");
    }
    if (options.defaultUsage()) {
      arguments.add("--stream-response-default-include-usage");
    }
    if (options.embedding()) {
      arguments.add("--is-embedding");
    }
    return arguments;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public int activeRequests() {
    URI loads = URI.create("http://127.0.0.1:" + port + "/v1/loads");
    try {
      String told =
          client
              .send(HttpRequest.newBuilder(loads).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      JsonObject load = new JsonObject(told).getJsonArray("loads").getJsonObject(0);
      return load.getInteger("num_running_reqs");
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  @Override
  public void close() {
    // Process.destroy() would also close the stream that is still to be read.
    process.toHandle().destroy();
    try {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertEquals(true, ended, "SIGTERM ends it");
      assertEquals(0, process.exitValue());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
