package io.stepgate.simulator;

import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.TimingProfile;
import io.stepgate.testing.Artifact;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A simulator on a free port with a client beside it: in this process, or as the packaged verb
 * where that is under test.
 */
final class RunningSimulator implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server;

  private RunningSimulator(Server server) {
    this.server = server;
  }

  static RunningSimulator start(SimulatorOptions.Builder options) {
    SimulatorOptions built = options.port(0).build();
    return new RunningSimulator(
        Artifact.underTest() ? new PackagedSimulator(built) : new Inside(built));
  }

  /** Where it runs. */
  interface Server extends AutoCloseable {
    int port();

    int activeRequests();

    @Override
    void close();
  }

  private static final class Inside implements Server {
    private final Vertx vertx = Vertx.vertx();
    private final Simulator simulator;

    Inside(SimulatorOptions options) {
      simulator = Simulator.start(vertx, options).toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public int port() {
      return simulator.port();
    }

    @Override
    public int activeRequests() {
      return simulator.activeRequests();
    }

    @Override
    public void close() {
      simulator.close();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  int port() {
    return server.port();
  }

  /** Looks at what the server counted; from outside of its process nobody can. */
  void inside(Consumer<Simulator> look) {
    if (server instanceof Inside here) {
      look.accept(here.simulator);
    }
  }

  /** Requests that the engine is answering now. */
  int activeRequests() {
    return server.activeRequests();
  }

  /** Answers at once and has no parsers. */
  static SimulatorOptions.Builder raw() {
    return SimulatorOptions.builder().profile(TimingProfile.INSTANT);
  }

  /** Answers at once and has both parsers. */
  static SimulatorOptions.Builder parsing() {
    return raw().bothParsers();
  }

  HttpClient client() {
    return client;
  }

  HttpRequest.Builder request(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port() + path);
    return HttpRequest.newBuilder(uri).timeout(PATIENCE);
  }

  HttpRequest post(String path, JsonObject body, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  JsonObject answer(String path, JsonObject body) throws IOException, InterruptedException {
    return new JsonObject(send(post(path, body)).body());
  }

  /** The frames of a streamed answer, each without {@code data: } and the empty line. */
  List<String> frames(String path, JsonObject body, String... headers)
      throws IOException, InterruptedException {
    return frames(send(post(path, body, headers)).body());
  }

  static List<String> frames(String body) {
    List<String> frames = new ArrayList<>();
    for (String frame : Arrays.asList(body.split("\n\n"))) {
      if (!frame.startsWith("data: ")) {
        throw new IllegalArgumentException("not a frame: " + frame);
      }
      frames.add(frame.substring("data: ".length()));
    }
    return frames;
  }

  /** The frames of a streamed answer but {@code [DONE]}, which must be the last. */
  List<JsonObject> chunks(String path, JsonObject body) throws IOException, InterruptedException {
    List<String> frames = frames(path, body);
    int last = frames.size() - 1;
    if (!frames.get(last).equals("[DONE]")) {
      throw new IllegalStateException("the stream ends in " + frames.get(last));
    }
    return frames.subList(0, last).stream().map(JsonObject::new).toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
