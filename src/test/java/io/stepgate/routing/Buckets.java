package io.stepgate.routing;

import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import java.util.Optional;

/** A TLS registry with a default bucket and one that is called known. */
final class Buckets implements TlsConfigurationRegistry {
  static final TlsConfiguration DEFAULT = new BaseTlsConfiguration() {};
  static final TlsConfiguration KNOWN = new BaseTlsConfiguration() {};

  @Override
  public Optional<TlsConfiguration> get(String name) {
    return name.equals("known") ? Optional.of(KNOWN) : Optional.empty();
  }

  @Override
  public Optional<TlsConfiguration> getDefault() {
    return Optional.of(DEFAULT);
  }

  @Override
  public void register(String name, TlsConfiguration configuration) {
    throw new UnsupportedOperationException();
  }
}
