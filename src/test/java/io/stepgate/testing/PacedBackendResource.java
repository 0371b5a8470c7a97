package io.stepgate.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A scripted backend that lists a model for each endpoint, so that their figures stay apart. */
public class PacedBackendResource implements QuarkusTestResourceLifecycleManager {
  public static final String CHAT = "paced-chat";
  public static final String COMPLETIONS = "paced-completions";
  public static final String GENERATE = "paced-generate";
  public static final String FAILING = "paced-failing";
  public static final String REPORT = "paced-report";
  public static final String LIVE = "paced-live";
  private static final String AGAIN = "-again";
  public static final String COLD = "paced-cold";
  public static final String LOGGED = "paced-logged";

  public static final String BROKEN = "paced-broken";
  public static final String WHOLE = "paced-whole";

  /** Served by a second backend, which goes away for good when it is told to. */
  public static final String LEAVING = "quitting";

  /** A backend where nobody listens. */
  public static final String GONE = "gone";

  private ScriptedBackend backend;
  private ScriptedBackend leaving;

  /** Names for a measurement and for the one that may follow it, each with figures of its own. */
  public static List<String> tries(String model) {
    return List.of(model, model + AGAIN);
  }

  private static String[] models() {
    List<String> models =
        new ArrayList<>(List.of(FAILING, REPORT, LIVE, COLD, LOGGED, BROKEN, WHOLE));
    for (String measured : List.of(CHAT, COMPLETIONS, GENERATE)) {
      models.addAll(tries(measured));
    }
    return models.toArray(String[]::new);
  }

  @Override
  public Map<String, String> start() {
    backend = new ScriptedBackend(new HttpServerOptions(), models());
    leaving = new ScriptedBackend(new HttpServerOptions(), LEAVING);
    return Map.of(
        "stepgate.backends.paced.url",
        "http://127.0.0.1:" + backend.port(),
        "stepgate.backends.quitting.url",
        "http://127.0.0.1:" + leaving.port(),
        "stepgate.backends." + GONE + ".url",
        "http://127.0.0.1:9",
        "stepgate.models." + CHAT + ".reasoning-parser",
        "step3p5",
        "stepgate.models." + CHAT + AGAIN + ".reasoning-parser",
        "step3p5",
        "stepgate.models." + LOGGED + ".reasoning-parser",
        "step3p5",
        "stepgate.models." + WHOLE + ".reasoning-parser",
        "step3p5",
        "stepgate.ops.gen-ai-metrics",
        "true");
  }

  @Override
  public void stop() {
    backend.close();
    leaving.close();
  }
}
