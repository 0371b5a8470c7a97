package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchOptionsTest {
  @Test
  void nothingGiven_parsed_isTheSeedsDefaultsInOrder() throws BadOption {
    LaunchOptions options = LaunchOptions.parse(Map.of());

    assertEquals(
        "{hardware=h200, modelsize=196b, quantization=bf16, reasoningParser=disabled,"
            + " toolcall=disabled, speculative=disabled}",
        options.values().toString());
  }

  @Test
  void unknownKey_parsed_isRefusedWithTheKnownKeys() {
    BadOption bad = refusal(Map.of("gpu", "h200"));

    assertEquals("gpu", bad.param());
    assertEquals(
        "unknown option \"gpu\"; allowed: hardware, modelsize, quantization, reasoningParser,"
            + " toolcall, speculative",
        bad.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hardware|h100|h200, mi300x, mi325x, mi350x, mi355x",
        "hardware|H200|h200, mi300x, mi325x, mi350x, mi355x",
        "modelsize|7b|196b",
        "quantization|int4|bf16, fp8",
        "quantization|''|bf16, fp8",
        "reasoningParser|true|disabled, enabled",
        "toolcall|step3p5|disabled, enabled",
        "speculative|' enabled'|disabled, enabled"
      })
  void unknownValue_parsed_isRefusedWithTheAllowedOnes(String key, String value, String allowed) {
    BadOption bad = refusal(Map.of(key, value));

    assertEquals(key, bad.param());
    assertEquals(
        "unknown value \"%s\" for %s; allowed: %s".formatted(value, key, allowed),
        bad.getMessage());
  }

  @Test
  void nullValue_parsed_isRefusedAndNotTakenForTheDefault() {
    BadOption bad = refusal(Collections.singletonMap("hardware", null));

    assertEquals("hardware", bad.param());
    assertTrue(bad.getMessage().startsWith("unknown value null for hardware;"), bad::getMessage);
  }

  @Test
  void longValueWithControlCharacters_parsed_isEchoedShortAndPrintable() {
    String value = "\u001b[2J\r\n\u202e" + "x".repeat(1_000_000);

    BadOption bad = refusal(Map.of("hardware", value));

    assertEquals(
        "unknown value \"?[2J???%s...\" for hardware;".formatted("x".repeat(57)),
        bad.getMessage().substring(0, bad.getMessage().indexOf(" allowed")));
  }

  @Test
  void longUnknownKey_parsed_hasAShortPrintableParam() {
    BadOption bad = refusal(Map.of("\n" + "k".repeat(500), "x"));

    assertEquals("?" + "k".repeat(63) + "...", bad.param());
  }

  @Test
  void unknownFormat_parsed_isRefusedWithTheKnownFormats() {
    BadOption bad = assertThrows(BadOption.class, () -> Format.parse("helm"));

    assertEquals("format", bad.param());
    assertEquals(
        "unknown value \"helm\" for format; allowed: command, docker, compose, kubernetes, json",
        bad.getMessage());
  }

  @Test
  void everyFormatId_parsed_isThatFormat() throws BadOption {
    for (String id : List.of("command", "docker", "compose", "kubernetes", "json")) {
      assertEquals(id, Format.parse(id).id());
    }
  }

  private static BadOption refusal(Map<String, String> given) {
    return assertThrows(BadOption.class, () -> LaunchOptions.parse(given));
  }
}
