package io.stepgate.admission;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.util.Map;

/** The room by itself, for tests that need what only it can make. */
public final class TestAdmission {
  private TestAdmission() {}

  /**
   * @param values by their whole keys
   */
  public static Admission of(Vertx vertx, Map<String, String> values) {
    return new Admission(config(values), vertx);
  }

  static AdmissionConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(AdmissionConfig.class)
        .withDefaultValues(values)
        .build()
        .getConfigMapping(AdmissionConfig.class);
  }
}
