package io.stepgate.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.stepgate.simulator.engine.TimingProfile;
import java.util.Optional;

/** The simulator that the gateway starts beside itself, in dev and in tests. */
@ConfigMapping(prefix = "stepgate.simulator")
public interface SimulatorConfig {
  String DEFAULT_PORT = "30000";

  /** Whether to start one, if no backend is configured. */
  @WithDefault("false")
  boolean enabled();

  /** The port on the loopback address; 0 for any free one. */
  @WithDefault(DEFAULT_PORT)
  int port();

  /** How fast it is: {@code h200} or {@code instant}. */
  @WithDefault("h200")
  TimingProfile profile();

  /** The server's reasoning parser; without it thinking stays in the text. */
  Optional<String> reasoningParser();

  /** The server's tool-call parser; without it calls stay XML in the text. */
  Optional<String> toolCallParser();
}
