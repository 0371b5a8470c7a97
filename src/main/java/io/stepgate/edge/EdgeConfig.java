package io.stepgate.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code stepgate.edge}. */
@ConfigMapping(prefix = "stepgate.edge")
public interface EdgeConfig {
  /** Whether a cleartext HTTP/1.1 connection may turn into HTTP/2 (RFC 7540, 3.2). */
  @WithDefault("false")
  boolean h2cUpgrade();
}
