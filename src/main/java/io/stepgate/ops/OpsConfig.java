package io.stepgate.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "stepgate.ops")
interface OpsConfig {
  String GEN_AI = "stepgate.ops.gen-ai-metrics";

  /** How far back the benchmark's figures reach where nobody says how far. */
  @WithDefault("5m")
  Duration reportWindow();

  /** Who may see the live page. */
  @WithDefault("on")
  LiveAccess live();

  /** Between two events of the live page. */
  @WithDefault("1s")
  Duration liveInterval();

  /** Off: no meters of requests, and no report. To measure what they cost. */
  @WithDefault("true")
  boolean observe();

  /** Also tells OpenTelemetry's {@code gen_ai} families. */
  @WithDefault("false")
  boolean genAiMetrics();
}
