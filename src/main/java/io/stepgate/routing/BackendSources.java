package io.stepgate.routing;

import io.quarkus.tls.TlsConfigurationRegistry;
import java.util.List;

/** The catalog: one line per source. */
final class BackendSources {
  private BackendSources() {}

  /** Whatever is wrong with the configuration of one stops the start. */
  static List<BackendSource> of(
      RoutingConfig config, RoutingConfig.Backends configured, TlsConfigurationRegistry tls) {
    return List.of(new ConfiguredBackends(config, configured, tls));
  }
}
