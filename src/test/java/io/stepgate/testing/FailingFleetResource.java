package io.stepgate.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Pairs of backends, a model for each pair: what happens to one must not depend on chance. */
public class FailingFleetResource implements QuarkusTestResourceLifecycleManager {
  public static final String POISONED = "poisoned";
  public static final String POISONED_STREAM = "poisoned-stream";
  public static final String CUT = "cut";
  public static final String LEAVING = "leaving";
  public static final String LEAVING_HEAD = "leaving-head";

  private final List<AutoCloseable> backends = new ArrayList<>();
  private final Map<String, String> keys = new HashMap<>();

  @Override
  public Map<String, String> start() {
    for (String model : List.of(POISONED, POISONED_STREAM, CUT)) {
      for (String name : pair(model)) {
        ScriptedBackend backend = new ScriptedBackend(new HttpServerOptions(), model);
        add(name, "http://127.0.0.1:" + backend.port(), backend);
      }
    }
    for (String model : List.of(LEAVING, LEAVING_HEAD)) {
      AtomicBoolean left = new AtomicBoolean();
      for (String name : pair(model)) {
        LeavingBackend backend = new LeavingBackend(model, left, model.equals(LEAVING_HEAD));
        add(name, backend.url(), backend);
      }
    }
    keys.put("stepgate.routing.probe-interval", "200ms");
    return keys;
  }

  /** The names of the backends that serve a model. */
  public static List<String> pair(String model) {
    return List.of(model + "-a", model + "-b");
  }

  /** The key under which a backend's address is configured. */
  public static String url(String name) {
    return "stepgate.backends." + name + ".url";
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
  }
}
