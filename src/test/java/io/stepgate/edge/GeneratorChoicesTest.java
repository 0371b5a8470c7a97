package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.deploy.Format;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.InvalidRequest;
import io.stepgate.testing.CollidingNames;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorChoicesTest {
  private static final String ALL_OPTIONS =
      "hardware, modelsize, quantization, reasoningParser, toolcall, speculative";

  private final GeneratorChoices choices = new GeneratorChoices();

  @Test
  void nothingGiven_asked_everythingHasItsDefault() throws InvalidRequest {
    choices.addQuery(null);

    assertEquals(
        "{hardware=h200, modelsize=196b, quantization=bf16, reasoningParser=disabled,"
            + " toolcall=disabled, speculative=disabled}",
        choices.options().values().toString());
    assertEquals(Format.DOCKER, choices.format(Format.DOCKER));
  }

  @Test
  void queryAndBody_together_eachGivesItsPart() throws InvalidRequest {
    choices.addQuery("format=compose&hardware=mi%33%300x");
    choices.addJson(bytes("{\"quantization\":\"fp8\"}"));

    assertEquals(Format.COMPOSE, choices.format(Format.JSON));
    assertEquals("mi300x", choices.options().values().get("hardware"));
    assertEquals("fp8", choices.options().values().get("quantization"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpu=h200|gpu|unknown option \"gpu\"; allowed: " + ALL_OPTIONS,
        "Hardware=h200|Hardware|unknown option \"Hardware\"; allowed: " + ALL_OPTIONS,
        "gpu=a&gpu=b|gpu|unknown option \"gpu\"; allowed: " + ALL_OPTIONS,
        "quantization=int4|quantization"
            + "|unknown value \"int4\" for quantization; allowed: bf16, fp8",
        "toolcall=|toolcall|unknown value \"\" for toolcall; allowed: disabled, enabled",
        "toolcall|toolcall|unknown value \"\" for toolcall; allowed: disabled, enabled",
        "toolcall=enabled%0A|toolcall"
            + "|unknown value \"enabled?\" for toolcall; allowed: disabled, enabled",
        "toolcall=enabled;x|toolcall"
            + "|unknown value \"enabled;x\" for toolcall; allowed: disabled, enabled",
        "hardware=h200&hardware=mi300x|hardware"
            + "|option \"hardware\" is given more than once; allowed: one value",
        "hardware=h200&hardware=h200|hardware"
            + "|option \"hardware\" is given more than once; allowed: one value",
        "format=json&format=json|format"
            + "|option \"format\" is given more than once; allowed: one value"
      })
  void query_wrong_errorNamesKeyValueAndWhatIsAllowed(String query, String param, String message)
      throws InvalidRequest {
    choices.addQuery(query);

    ApiError error = assertThrows(InvalidRequest.class, choices::options).error();

    assertEquals(ApiError.invalid(param, message), error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"gpu\":1}|gpu|unknown option \"gpu\"; allowed: " + ALL_OPTIONS,
        "{\"quantization\":8}|quantization"
            + "|unknown value \"8 (not a string)\" for quantization; allowed: bf16, fp8",
        "{\"quantization\":null}|quantization"
            + "|unknown value \"null (not a string)\" for quantization; allowed: bf16, fp8",
        "{\"toolcall\":true}|toolcall"
            + "|unknown value \"true (not a string)\" for toolcall; allowed: disabled, enabled",
        "{\"quantization\":[\"fp8\"]}|quantization"
            + "|unknown value \"[...] (not a string)\" for quantization; allowed: bf16, fp8",
        "{\"quantization\":{\"hardware\":\"h200\"}}|quantization"
            + "|unknown value \"{...} (not a string)\" for quantization; allowed: bf16, fp8",
        "{\"quantization\":\"fp8\",\"quantization\":\"fp8\"}|quantization"
            + "|option \"quantization\" is given more than once; allowed: one value"
      })
  void object_wrong_errorNamesKeyValueAndWhatIsAllowed(String json, String param, String message)
      throws InvalidRequest {
    choices.addJson(bytes(json));

    ApiError error = assertThrows(InvalidRequest.class, choices::options).error();

    assertEquals(ApiError.invalid(param, message), error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "\"hardware\"",
        "null",
        "{",
        "{\"hardware\":\"h200\"",
        "{\"hardware\"}",
        "{\"hardware\":\"h200\"} {}",
        "{\"hardware\":\"h200\"},",
        "hardware=h200"
      })
  void body_noSingleObject_isRefused(String body) {
    ApiError error = assertThrows(InvalidRequest.class, () -> choices.addJson(bytes(body))).error();

    assertEquals(400, error.status());
    assertTrue(error.message().startsWith("the body must be one JSON object"), error.message());
  }

  @Test
  void body_nestedTooDeep_isRefused() {
    byte[] deep = bytes("{\"hardware\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}");

    assertThrows(InvalidRequest.class, () -> choices.addJson(deep));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hardware=%zz", "hardware=h200%", "%4=h200"})
  void query_wronglyEncoded_isRefused(String query) {
    assertThrows(InvalidRequest.class, () -> choices.addQuery(query));
  }

  @Test
  void format_unknown_errorListsTheFormats() throws InvalidRequest {
    choices.addQuery("format=helm");

    ApiError error = assertThrows(InvalidRequest.class, () -> choices.format(Format.JSON)).error();

    assertEquals(
        ApiError.invalid(
            "format",
            "unknown value \"helm\" for format;"
                + " allowed: command, docker, compose, kubernetes, json"),
        error);
  }

  @Test
  void query_longerThanItsLimit_stillFindsNothingToTakeQuietly() throws InvalidRequest {
    choices.addQuery("hardware=h200&".repeat(1000));

    assertThrows(InvalidRequest.class, choices::options);
  }

  @Test
  void namesThatCollideInJackson_areNamesLikeOthers() throws InvalidRequest {
    choices.addJson(bytes("{\"gpu\":\"a\"," + CollidingNames.members(2000) + "}"));

    InvalidRequest refused = assertThrows(InvalidRequest.class, choices::options);

    assertEquals("gpu", refused.error().param());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
