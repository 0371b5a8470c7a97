package io.stepgate.admission;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

@ConfigMapping(prefix = "stepgate.admission")
interface AdmissionConfig {
  /** Requests that may be past admission at the same time. */
  @WithDefault("1024")
  int maxInFlight();

  /** Requests that may wait for a permit; 0 refuses at once. */
  @WithDefault("1024")
  int maxQueue();

  /** How long one may wait. */
  @WithDefault("30s")
  Duration queueTimeout();

  @WithDefault("32M")
  MemorySize maxBodySize();

  /** Bytes of all bodies that are held at a time; see {@link BodyBudget}. */
  Optional<MemorySize> maxBodies();

  /** How long a client has to send its body. */
  @WithDefault("30s")
  Duration bodyTimeout();

  /** API keys, see {@link KeysFile}; without it every caller is anonymous. */
  Optional<Path> keysFile();

  @WithDefault("loopback")
  AdminRule admin();
}
