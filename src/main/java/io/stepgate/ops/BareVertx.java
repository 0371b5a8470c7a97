package io.stepgate.ops;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;
import jakarta.inject.Singleton;

/**
 * Takes the framework's own tracing back out of Vert.x. It would make a span of every probe and
 * scrape, and it hooks into each request even where nothing is traced; {@link Tracing} makes the
 * spans that are wanted.
 */
@Singleton
class BareVertx implements VertxOptionsCustomizer {
  @Override
  public void accept(VertxOptions options) {
    options.setTracingOptions(null).setMetricsOptions(new MetricsOptions());
  }
}
