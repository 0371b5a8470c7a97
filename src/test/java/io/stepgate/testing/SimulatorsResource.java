package io.stepgate.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.stepgate.simulator.Simulator;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.TimingProfile;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Puts three simulators behind the gateway: without parsers, with one, with both. */
public class SimulatorsResource implements QuarkusTestResourceLifecycleManager {
  public static final String RAW = "stepfun-ai/Step-3.5-Flash";
  public static final String HALF = "half/Step-3.5-Flash";
  public static final String USAGE = "usage/Step-3.5-Flash";
  public static final String BOTH = "both/Step-3.5-Flash";

  private Vertx vertx;

  @Override
  public Map<String, String> start() {
    vertx = Vertx.vertx();
    Map<String, String> urls = new HashMap<>();
    urls.put("stepgate.backends.raw.url", start(options(RAW)));
    urls.put(
        "stepgate.backends.half.url", start(options(HALF).reasoningParser(Optional.of("step3p5"))));
    urls.put("stepgate.backends.both.url", start(options(BOTH).bothParsers()));
    urls.put("stepgate.backends.usage.url", start(options(USAGE).defaultUsage(true)));
    return urls;
  }

  private static SimulatorOptions.Builder options(String model) {
    return SimulatorOptions.builder().port(0).model(model).profile(TimingProfile.INSTANT);
  }

  private String start(SimulatorOptions.Builder options) {
    Simulator simulator =
        Simulator.start(vertx, options.build())
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
    return "http://127.0.0.1:" + simulator.port();
  }

  @Override
  public void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
