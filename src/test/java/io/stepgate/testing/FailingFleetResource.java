package io.stepgate.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.stepgate.simulator.Simulator;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.TimingProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Pairs of backends, a model for each pair: what happens to one must not depend on chance. */
public class FailingFleetResource implements QuarkusTestResourceLifecycleManager {
  public static final String POISONED = "poisoned";
  public static final String POISONED_STREAM = "poisoned-stream";
  public static final String POISONED_H2 = "poisoned-h2";
  public static final String POISONED_STREAM_H2 = "poisoned-stream-h2";
  public static final String CUT = "cut";

  /** One of these answers 500 from when it is told to until it is told not to. */
  public static final String ERRING = "erring";

  public static final String ERRING_H2 = "erring-h2";

  public static final String LEAVING = "leaving";
  public static final String LEAVING_HEAD = "leaving-head";
  public static final String LEAVING_H2 = "leaving-h2";
  public static final String LEAVING_HEAD_H2 = "leaving-head-h2";

  /** One of this pair generates, the other makes embeddings. */
  public static final String KINDS = "kinds";

  private final List<AutoCloseable> backends = new ArrayList<>();
  private final Map<String, String> keys = new HashMap<>();
  private Vertx vertx;

  @Override
  public Map<String, String> start() {
    vertx = Vertx.vertx();
    for (String model :
        List.of(
            POISONED, POISONED_STREAM, POISONED_H2, POISONED_STREAM_H2, CUT, ERRING, ERRING_H2)) {
      for (String name : pair(model)) {
        ScriptedBackend backend = new ScriptedBackend(new HttpServerOptions(), model);
        add(name, "http://127.0.0.1:" + backend.port(), backend);
      }
    }
    for (String model : List.of(LEAVING, LEAVING_HEAD, LEAVING_H2, LEAVING_HEAD_H2)) {
      AtomicBoolean left = new AtomicBoolean();
      for (String name : pair(model)) {
        LeavingBackend backend = new LeavingBackend(model, left, model.startsWith(LEAVING_HEAD));
        add(name, backend.url(), backend);
      }
    }
    for (String name : pair(KINDS)) {
      add(name, simulator(name.equals(embedding())));
    }
    keys.put("stepgate.routing.probe-interval", "200ms");
    keys.put("stepgate.routing.ejection-time", "1s");
    return keys;
  }

  /** The names of the backends that serve a model. */
  public static List<String> pair(String model) {
    return List.of(model + "-a", model + "-b");
  }

  /** Which of {@link #KINDS} does not generate. */
  public static String embedding() {
    return pair(KINDS).get(1);
  }

  private static SimulatorOptions simulator(boolean embedding) {
    return SimulatorOptions.builder()
        .port(0)
        .model(KINDS)
        .profile(TimingProfile.INSTANT)
        .embedding(embedding)
        .build();
  }

  /** The key under which a backend's address is configured. */
  public static String url(String name) {
    return "stepgate.backends." + name + ".url";
  }

  private void add(String name, SimulatorOptions options) {
    Simulator simulator =
        Simulator.start(vertx, options)
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
    add(name, "http://127.0.0.1:" + simulator.port(), simulator);
  }

  private void add(String name, String url, AutoCloseable backend) {
    backends.add(backend);
    keys.put(url(name), url);
  }

  @Override
  public void stop() {
    for (AutoCloseable backend : backends) {
      try {
        backend.close();
      } catch (Exception failed) {
        throw new IllegalStateException(failed);
      }
    }
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
