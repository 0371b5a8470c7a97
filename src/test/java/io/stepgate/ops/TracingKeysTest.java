package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.opentelemetry.runtime.config.runtime.exporter.OtlpExporterConfigBuilder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingKeysTest {
  private static final String ENDPOINT = TracingKeys.ENDPOINT;
  private static final String TRACES_ENDPOINT = TracingKeys.TRACES_ENDPOINT;
  private static final String DEFAULT = "http://localhost:4317/";
  private static final String COLLECTOR = "http://collector:4317";

  @Test
  void nothingSaid_isOff() {
    assertEquals("true", disabled(Map.of(), Map.of()));
  }

  @Test
  void endpoint_inAnyOfItsForms_isOn() {
    assertEquals("false", disabled(Map.of(ENDPOINT, COLLECTOR), Map.of()));
    assertEquals("false", disabled(Map.of(TRACES_ENDPOINT, COLLECTOR), Map.of()));
    assertEquals("false", disabled(Map.of(), Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR)));
    assertEquals(
        "false", disabled(Map.of(), Map.of("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR)));
  }

  @Test
  void theDefaultEndpoint_said_isOn() {
    assertEquals("false", disabled(Map.of(ENDPOINT, DEFAULT), Map.of()));
  }

  @Test
  void blankEndpoint_isOff() {
    assertEquals("true", disabled(Map.of(), Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " ")));
  }

  @Test
  void theSwitchItself_isObeyed() {
    assertEquals("false", disabled(Map.of(TracingKeys.DISABLED, "false"), Map.of()));
    assertEquals(
        "true", disabled(Map.of(ENDPOINT, COLLECTOR), Map.of("OTEL_SDK_DISABLED", "true")));
  }

  /** What was so when it was built must not decide how it runs. */
  @Test
  void switchAsItWasBuilt_isNoWish() {
    SmallRyeConfig config =
        builder(Map.of(ENDPOINT, COLLECTOR), Map.of())
            .withSources(
                new PropertiesConfigSource(
                    Map.of(TracingKeys.DISABLED, "true"), "build", Integer.MIN_VALUE + 100))
            .build();

    assertEquals("false", config.getConfigValue(TracingKeys.DISABLED).getValue());
  }

  @Test
  void openTelemetrysOwnVariables_areRead_andTheHigherSourceWins() {
    SmallRyeConfig config =
        builder(
                Map.of(ENDPOINT, "http://from-file:4317"),
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    COLLECTOR,
                    "OTEL_EXPORTER_OTLP_PROTOCOL",
                    "http/protobuf",
                    "OTEL_TRACES_SAMPLER_ARG",
                    "0.25"))
            .build();

    assertEquals(COLLECTOR, config.getConfigValue(ENDPOINT).getValue());
    assertEquals(COLLECTOR, config.getConfigValue(TRACES_ENDPOINT).getValue());
    assertEquals(
        "http/protobuf",
        config.getConfigValue("quarkus.otel.exporter.otlp.traces.protocol").getValue());
    assertEquals("0.25", config.getConfigValue("quarkus.otel.traces.sampler.arg").getValue());
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, collector:4317, quarkus.otel.exporter.otlp.endpoint=collector:4317",
    "OTEL_EXPORTER_OTLP_ENDPOINT, u:secret@host, quarkus.otel.exporter.otlp.endpoint=…",
    "OTEL_EXPORTER_OTLP_PROTOCOL, http/json, quarkus.otel.exporter.otlp.protocol=http/json",
    "OTEL_TRACES_SAMPLER_ARG, 1.5, quarkus.otel.traces.sampler.arg=1.5"
  })
  void badValue_stopsTheStart(String variable, String value, String line) {
    SmallRyeConfig config = builder(Map.of(), Map.of(variable, value)).build();
    String key = line.substring(0, line.indexOf('='));

    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> config.getConfigValue(key));

    assertTrue(refused.getMessage().startsWith(line + ": allowed is "), refused::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "1.0", "1.0d", "0.25", ".5"})
  void share_fromNoneToAll_isTaken(String value) {
    SmallRyeConfig config = builder(Map.of(), Map.of("OTEL_TRACES_SAMPLER_ARG", value)).build();

    assertEquals(value, config.getConfigValue(TracingKeys.SHARE).getValue());
  }

  private static String disabled(Map<String, String> file, Map<String, String> environment) {
    return builder(file, environment).build().getConfigValue(TracingKeys.DISABLED).getValue();
  }

  /** The defaults and the fall-back that the framework itself has. */
  private static SmallRyeConfigBuilder builder(
      Map<String, String> file, Map<String, String> environment) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withDefaultValue(TracingKeys.DISABLED, "false")
            .withInterceptors(new TracingKeys())
            .withSources(new PropertiesConfigSource(new HashMap<>(file), "file", 250))
            .withSources(new EnvConfigSource(new HashMap<>(environment), 300));
    return new OtlpExporterConfigBuilder().configBuilder(builder);
  }
}
