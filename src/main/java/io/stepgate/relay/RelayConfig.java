package io.stepgate.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code stepgate.relay}. */
@ConfigMapping(prefix = "stepgate.relay")
public interface RelayConfig {
  /** How long a connection to a backend may take. */
  @WithDefault("2s")
  Duration connectTimeout();

  /** How long a backend may take to its first byte: a long prompt is read before it. */
  @WithDefault("10m")
  Duration firstByteTimeout();

  /** How long a backend may be silent in the middle of its answer. */
  @WithDefault("2m")
  Duration idleTimeout();

  /** How many other tries a request has before its first byte has gone to the client. */
  @WithDefault("2")
  int maxRetries();

  /** After how long without a byte a stream's client gets an SSE comment: a duration, or off. */
  @WithDefault("off")
  String keepAliveAfter();

  /** How long a client may take nothing of what waits for it: then it is cut. */
  @WithDefault("1m")
  Duration clientStallTimeout();

  /** Connections to one backend, for each event loop. */
  @WithDefault("4096")
  int maxConnections();
}
