package io.stepgate.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Puts a {@link ScriptedBackend} behind the gateway under test. */
public class ScriptedBackendResource implements QuarkusTestResourceLifecycleManager {
  public static final String URL = "stepgate.backends.scripted.url";

  /** Models by which a test chooses parsers. */
  public static final String REASONING_ONLY = "reasoning-only";

  public static final String TOOLS_ONLY = "tools-only";

  private ScriptedBackend backend;

  @Override
  public Map<String, String> start() {
    backend = new ScriptedBackend();
    return Map.of(
        URL,
        "http://127.0.0.1:" + backend.port(),
        "stepgate.models." + REASONING_ONLY + ".reasoning-parser",
        "step3p5",
        "stepgate.models." + REASONING_ONLY + ".tool-call-parser",
        "none",
        "stepgate.models." + TOOLS_ONLY + ".reasoning-parser",
        "none",
        "stepgate.models." + TOOLS_ONLY + ".tool-call-parser",
        "step3p5",
        "stepgate.admission.max-body-size",
        "24M",
        "stepgate.admission.body-timeout",
        "2s",
        "stepgate.relay.idle-timeout",
        "5s");
  }

  @Override
  public void stop() {
    backend.close();
  }
}
