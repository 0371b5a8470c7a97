package io.stepgate.ops;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.FallbackConfigSourceInterceptor;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Map;

/**
 * Switches tracing off unless somebody said where spans go: by default the framework would send
 * them to a collector on this machine. It also reads OpenTelemetry's own variables, such as {@code
 * OTEL_EXPORTER_OTLP_ENDPOINT}, where they mean the same as the framework's keys, and stops the
 * start at a bad value with what is allowed.
 */
// Behind the framework's own fall-back from keys of one signal to those of all.
@Priority(Priorities.LIBRARY + 500)
public final class TracingKeys extends FallbackConfigSourceInterceptor {
  static final String DISABLED = "quarkus.otel.sdk.disabled";
  static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
  static final String TRACES_ENDPOINT = "quarkus.otel.exporter.otlp.traces.endpoint";
  static final String PROTOCOL = "quarkus.otel.exporter.otlp.protocol";
  static final String SHARE = "quarkus.otel.traces.sampler.arg";

  private static final long serialVersionUID = 1L;

  public TracingKeys() {
    super(
        Map.of(
            DISABLED,
            "otel.sdk.disabled",
            ENDPOINT,
            "otel.exporter.otlp.endpoint",
            PROTOCOL,
            "otel.exporter.otlp.protocol",
            "quarkus.otel.exporter.otlp.headers",
            "otel.exporter.otlp.headers",
            "quarkus.otel.service.name",
            "otel.service.name",
            "quarkus.otel.resource.attributes",
            "otel.resource.attributes",
            SHARE,
            "otel.traces.sampler.arg"));
  }

  @Override
  public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
    ConfigValue value = super.getValue(context, name);
    if (said(value)) {
      check(name, value.getValue().strip());
      return value;
    }
    if (!name.equals(DISABLED)) {
      return value;
    }
    boolean wanted =
        said(super.getValue(context, ENDPOINT)) || said(context.proceed(TRACES_ENDPOINT));
    return ConfigValue.builder()
        .withName(name)
        .withValue(Boolean.toString(!wanted))
        .withConfigSourceOrdinal(Integer.MIN_VALUE)
        .build();
  }

  /** Whether it was configured: defaults, those of the build among them, rank below 0. */
  private static boolean said(ConfigValue value) {
    return value != null
        && value.getConfigSourceOrdinal() >= 0
        && value.getValue() != null
        && !value.getValue().isBlank();
  }

  private static void check(String name, String value) {
    switch (name) {
      case ENDPOINT, TRACES_ENDPOINT ->
          check(name, value, value.matches("https?://.+"), "http://HOST[:PORT] or https://…");
      case PROTOCOL ->
          check(name, value, value.matches("grpc|http/protobuf"), "grpc or http/protobuf");
      case SHARE ->
          check(name, value, value.matches("[01](\\.0*)?d?|0?\\.\\d+d?"), "a number from 0 to 1");
      default -> {
        // The framework's own checks are enough.
      }
    }
  }

  private static void check(String name, String value, boolean fine, String allowed) {
    if (!fine) {
      // A password may stand before an at sign.
      String shown = value.indexOf('@') >= 0 ? "…" : value;
      throw new ConfigurationException(name + "=" + shown + ": allowed is " + allowed);
    }
  }
}
