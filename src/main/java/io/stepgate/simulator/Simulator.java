package io.stepgate.simulator;

import io.stepgate.simulator.endpoint.HttpFront;
import io.stepgate.simulator.endpoint.Routes;
import io.stepgate.simulator.endpoint.ServerState;
import io.stepgate.simulator.engine.EngineTiming;
import io.stepgate.simulator.engine.SimulatedEngine;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.fault.FaultInjector;
import io.stepgate.simulator.http.Counters;
import io.stepgate.simulator.http.RecordedRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running simulated SGLang server. The counters may be read from any thread.
 *
 * <p>Real servers speak HTTP/1.1 only, and so does this one.
 */
public final class Simulator implements AutoCloseable {
  private static final int MAX_HEADERS = 64 << 10;
  private static final int MAX_REQUEST_LINE = 16 << 10;
  private static final int CLOSE_SECONDS = 10;

  private final Context context;
  private final SimulatedEngine engine;
  private final ServerState state;
  private final Counters counters = new Counters();
  private final HttpServer server;

  private Simulator(Vertx vertx, Context context, SimulatorOptions options) {
    this.context = context;
    this.engine = new SimulatedEngine(vertx, context, new EngineTiming(options.profile()));
    this.state = new ServerState(engine);
    FaultInjector injector = new FaultInjector(vertx);
    Routes routes = new Routes(options, engine, state, counters, injector);
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(options.host())
                    .setPort(options.port())
                    .setHttp2ClearTextEnabled(false)
                    .setHandle100ContinueAutomatically(true)
                    .setMaxHeaderSize(MAX_HEADERS)
                    .setMaxInitialLineLength(MAX_REQUEST_LINE))
            .connectionHandler(
                connection -> {
                  counters.connected();
                  connection.closeHandler(closed -> counters.disconnected());
                })
            .requestHandler(new HttpFront(options, state, routes, counters, injector));
  }

  /**
   * Starts a server.
   *
   * @return the running server, or why it could not listen: a {@link java.net.BindException} when
   *     the port is taken
   */
  public static Future<Simulator> start(Vertx vertx, SimulatorOptions options) {
    Context context = vertx.getOrCreateContext();
    Promise<Simulator> started = Promise.promise();
    context.runOnContext(
        ignored -> {
          Simulator simulator = new Simulator(vertx, context, options);
          simulator.server.listen().map(simulator).onComplete(started);
        });
    return started.future();
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Connections that are open now. */
  public int openConnections() {
    return counters.openConnections();
  }

  /** Requests that the engine is answering now, stalled ones included. */
  public int activeRequests() {
    return engine.active();
  }

  /** The ids that were posted to {@code /abort_request}, the last ten thousand of them. */
  public List<String> abortedRids() {
    return counters.abortedRids();
  }

  /** The last 64 POST requests, oldest first. */
  public List<RecordedRequest> requests() {
    return counters.requests();
  }

  /** Streams that came to their proper end. */
  public int servedStreams() {
    return counters.servedStreams();
  }

  /** Generations that ended because the client closed its connection. */
  public int clientDisconnects() {
    return counters.clientsLeft();
  }

  /** Shuts down as a real server does when it is told to end: what runs comes to its end first. */
  Future<Void> drain() {
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(
        ignored -> {
          state.enter(ServerState.Kind.DRAINING);
          engine.whenIdle(() -> server.close().onComplete(stopped));
        });
    return stopped.future();
  }

  /** Stops every generation and closes every connection. */
  public Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(
        ignored -> {
          engine.stopAll();
          server.close().onComplete(stopped);
        });
    return stopped.future();
  }

  /**
   * Does what {@link #stop()} does and waits for it, so it must not be called on an event loop.
   *
   * @throws IllegalStateException if the server does not close
   */
  @Override
  public void close() {
    try {
      stop().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while closing the simulator", interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("the simulator did not close", failed);
    }
  }
}
