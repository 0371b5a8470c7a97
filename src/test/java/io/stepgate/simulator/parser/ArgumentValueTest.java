package io.stepgate.simulator.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentValueTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "integer | 7 | 7",
        "integer | 5.0 | \"5.0\"",
        "integer | 123456789012345678901234567890 | 123456789012345678901234567890",
        "number | 5 | 5",
        "number | 5.5 | 5.5",
        "number | NaN | \"NaN\"",
        "boolean | TRUE | true",
        "boolean | yes | false",
        "object | {\"a\":[1,{}]} | {\"a\": [1, {}]}",
        "array | [1,\"x\",[]] | [1, \"x\", []]",
        "array | {1, 2} | \"{1, 2}\"",
        "string | 42 | \"42\"",
        "string | a\"b | \"a\\\"b\"",
        "string | null | null"
      })
  void text_underADeclaredType_becomesJson(String type, String text, String json) {
    assertEquals(json, ArgumentValue.json(text, new JsonObject().put("type", type)));
  }
}
