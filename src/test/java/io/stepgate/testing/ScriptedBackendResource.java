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
    return Map.ofEntries(
        Map.entry(URL, "http://127.0.0.1:" + backend.port()),
        Map.entry("stepgate.models." + REASONING_ONLY + ".reasoning-parser", "step3p5"),
        Map.entry("stepgate.models." + REASONING_ONLY + ".tool-call-parser", "none"),
        Map.entry("stepgate.models." + TOOLS_ONLY + ".reasoning-parser", "none"),
        Map.entry("stepgate.models." + TOOLS_ONLY + ".tool-call-parser", "step3p5"),
        Map.entry("stepgate.admission.max-body-size", "24M"),
        Map.entry("stepgate.admission.max-bodies", "48M"),
        Map.entry("stepgate.admission.body-timeout", "2s"),
        Map.entry("stepgate.relay.idle-timeout", "5s"),
        Map.entry("stepgate.relay.client-stall-timeout", "3s"));
  }

  @Override
  public void stop() {
    backend.close();
  }
}
