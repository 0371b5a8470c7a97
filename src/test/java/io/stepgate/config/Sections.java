package io.stepgate.config;

import io.smallrye.config.ConfigSourceInterceptorFactory;
import java.util.List;
import java.util.ServiceLoader;

/** Those of the gateway, as the library finds them. */
final class Sections {
  static final List<ConfigSection> ALL =
      ServiceLoader.load(ConfigSourceInterceptorFactory.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(ConfigSection.class::isInstance)
          .map(ConfigSection.class::cast)
          .toList();

  private Sections() {}
}
