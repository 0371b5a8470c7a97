package io.stepgate.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.prometheus.client.exemplars.ExemplarSampler;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what the framework's libraries measure to what Prometheus' linter accepts: each family has
 * a help text, in which quotes would be escaped as the text format does not know it, and names in
 * base units.
 */
@Singleton
class MeterRules {
  /** Named against the rules; {@link ProcessMeters} has the first under its usual name. */
  private static final Set<String> DENIED = Set.of("process.cpu.time", "system.cpu.count");

  /**
   * No exemplars: with tracing on the class path the framework would look for a span at every
   * single record, and meters are fed outside of any.
   */
  @Produces
  @Alternative
  @Priority(1)
  Optional<ExemplarSampler> exemplars() {
    return Optional.empty();
  }

  @Produces
  @Singleton
  MeterFilter lint() {
    return new MeterFilter() {
      @Override
      public MeterFilterReply accept(Meter.Id id) {
        return DENIED.contains(id.getName()) || id.getName().startsWith("netty.")
            ? MeterFilterReply.DENY
            : MeterFilterReply.NEUTRAL;
      }

      @Override
      public Meter.Id map(Meter.Id id) {
        String description = id.getDescription();
        boolean fine = description != null && !description.isBlank();
        if (fine && description.indexOf('"') < 0) {
          return id;
        }
        String help = fine ? description.replace("\"", "") : id.getName().replace('.', ' ');
        return new Meter.Id(
            id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), help, id.getType());
      }
    };
  }
}
