package io.stepgate.simulator;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.BindException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Starts a simulator beside the gateway when that is wished and no backend is configured, so that a
 * first run needs no GPU and no key.
 */
@ApplicationScoped
class SimulatorStarter {
  private static final Logger LOG = Logger.getLogger(SimulatorStarter.class);
  private static final String BACKENDS = "stepgate.backends.";

  /** Before anything that looks for backends. */
  private static final int EARLY = 1;

  private final Vertx vertx;
  private final SimulatorConfig config;
  private Simulator simulator;

  SimulatorStarter(Vertx vertx, SimulatorConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  void start(@Observes @Priority(EARLY) StartupEvent event) {
    if (config.enabled() && !namesBackend(ConfigProvider.getConfig().getPropertyNames())) {
      start();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (simulator != null) {
      simulator.close();
      simulator = null;
    }
  }

  /** The running simulator's port; empty if none runs. */
  OptionalInt port() {
    return simulator == null ? OptionalInt.empty() : OptionalInt.of(simulator.port());
  }

  /** Whether a backend is among the property names, or its environment form. */
  static boolean namesBackend(Iterable<String> names) {
    String environment = BACKENDS.replace('.', '_').toUpperCase(Locale.ROOT);
    for (String name : names) {
      if (name.startsWith(BACKENDS) || name.startsWith(environment)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @throws IllegalStateException if the port is taken, or the server cannot listen for another
   *     reason
   */
  void start() {
    SimulatorOptions options =
        SimulatorOptions.builder()
            .port(config.port())
            .profile(config.profile())
            .reasoningParser(config.reasoningParser())
            .toolCallParser(config.toolCallParser())
            .build();
    try {
      simulator = Simulator.start(vertx, options).toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException failed) {
      throw new IllegalStateException(why(failed.getCause()), failed.getCause());
    }
    LOG.infof(
        "No backend is configured: a simulated %s answers on http://%s:%d",
        options.model(), options.host(), simulator.port());
  }

  private String why(Throwable cause) {
    return cause instanceof BindException
        ? "The simulator cannot start: port "
            + config.port()
            + " is in use; set stepgate.simulator.port to a free one, or configure a backend"
        : "The simulator cannot start: " + cause.getMessage();
  }
}
