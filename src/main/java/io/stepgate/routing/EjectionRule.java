package io.stepgate.routing;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a backend is ejected, and for how long.
 *
 * @param failures in a row; 0: never
 * @param time the first wait; it doubles up to {@link #LONGEST}
 * @param clock as {@link System#nanoTime}; read on any thread
 */
record EjectionRule(int failures, Duration time, LongSupplier clock) {
  static final Duration LONGEST = Duration.ofMinutes(2);

  static EjectionRule of(RoutingConfig config, LongSupplier clock) {
    if (config.ejectionFailures() < 0) {
      throw new ConfigurationException(
          "stepgate.routing.ejection-failures=%d: allowed is 0, which never ejects, or more"
              .formatted(config.ejectionFailures()));
    }
    Duration time = config.ejectionTime();
    if (time.isZero() || time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new ConfigurationException(
          "stepgate.routing.ejection-time=%s: allowed is a duration over 0 and up to 2m, like 5s"
              .formatted(time));
    }
    return new EjectionRule(config.ejectionFailures(), time, clock);
  }

  Duration longer(Duration wait) {
    Duration doubled = wait.multipliedBy(2);
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }
}
