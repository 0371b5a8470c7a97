package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaCoercionTest {
  @Test
  void integers_keepEveryDigit_orStayText() {
    expect(
        "{\"type\": \"integer\"}",
        Map.of(
            " 7 ", "7",
            "-007.00", "-7",
            "-0", "0",
            "1e3", "1000",
            "123456789012345678901234567890", "123456789012345678901234567890",
            "5.5", "\"5.5\"",
            "5.", "\"5.\"",
            "1e30", "\"1e30\"",
            "forty", "\"forty\"",
            "", "\"\""));
    expect("{\"type\": \"uint32\"}", Map.of("+3", "3", "None", "null", "1_000", "\"1_000\""));
  }

  @Test
  void numbers_areFinite_orStayText() {
    expect(
        "{\"type\": \"number\"}",
        Map.of(
            "5", "5",
            "5.0", "5.0",
            ".5", "0.5",
            "1e16", "1e+16",
            "-2.5e-7", "-2.5e-07",
            "1e400", "\"1e400\"",
            "NaN", "\"NaN\"",
            "1.2.3", "\"1.2.3\"",
            "9007199254740993", "9007199254740993"));
  }

  @Test
  void booleans_takeTheUsualWords_orStayText() {
    expect(
        "{\"type\": \"boolean\"}",
        Map.of(
            " True ",
            "true",
            "1",
            "true",
            "on",
            "true",
            "No",
            "false",
            "off",
            "false",
            "maybe",
            "\"maybe\""));
  }

  @Test
  void structuredValues_takeJsonOrPython_orStayText() {
    expect(
        "{\"type\": \"object\"}",
        Map.of(
            "{\"a\":[1,2.50]}", "{\"a\": [1, 2.5]}",
            "{'a': (1, None), 'b': \"it's\"}", "{\"a\": [1, null], \"b\": \"it's\"}",
            "{1, 2}", "\"{1, 2}\"",
            "{'a': 1e400}", "\"{'a': 1e400}\"",
            "{\"a\": 1} x", "\"{\\\"a\\\": 1} x\"",
            "{1: 2}", "\"{1: 2}\""));
    expect(
        "{\"type\": \"array\"}",
        Map.of(
            "[1, 2,]",
            "[1, 2]",
            "1, 'b'",
            "[1, \"b\"]",
            "[0x1F, 1_000, -.5, True]",
            "[31, 1000, -0.5, true]",
            "['a' 'b', r'\\n', '\\x41\\u00e9']",
            "[\"ab\", \"\\\\n\", \"Aé\"]",
            "[007]",
            "\"[007]\"",
            "[b'x']",
            "\"[b'x']\"",
            "[1+2j]",
            "\"[1+2j]\"",
            "[".repeat(300),
            "\"" + "[".repeat(300) + "\"",
            "(((1)))",
            "1"));
  }

  @Test
  void strings_stayText_andAreNullOnlyIfAllowed() {
    expect("{\"type\": \"string\"}", Map.of("null", "\"null\"", "42", "\"42\"", " a ", "\" a \""));
    expect("{\"type\": [\"string\", \"null\"]}", Map.of(" NULL", "null", "none", "\"none\""));
    expect("{}", Map.of("null", "null", "none", "\"none\"", "42", "\"42\""));
    expect("{\"enum\": [\"a\", null]}", Map.of("null", "null", "a", "\"a\""));
  }

  @Test
  void schemasWithoutAType_areReadByTheirParts() {
    assertEquals(
        "INTEGER true", type("{\"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"null\"}]}"));
    assertEquals(
        "TEXT false", type("{\"oneOf\": [{\"type\": \"integer\"}, {\"type\": \"string\"}]}"));
    assertEquals("INTEGER false", type("{\"enum\": [1, 2]}"));
    assertEquals("TEXT false", type("{\"enum\": [1, \"a\"]}"));
    assertEquals("STRUCTURED false", type("{\"properties\": {}}"));
    assertEquals("STRUCTURED false", type("{\"items\": {}}"));
    assertEquals("NUMBER true", type("{\"allOf\": [{\"type\": \"number\"}], \"nullable\": true}"));
    assertEquals("TEXT true", type("true"));
  }

  private static void expect(String schema, Map<String, String> cases) {
    cases.forEach(
        (raw, json) -> {
          StringBuilder out = new StringBuilder();
          SchemaCoercion.write(raw, typeOf(schema), out);
          assertEquals(json, out.toString(), schema + " " + raw);
        });
  }

  private static String type(String schema) {
    ParameterType type = typeOf(schema);
    return type.kind() + " " + type.nullable();
  }

  private static ParameterType typeOf(String schema) {
    return Vector.tools(
            "[{\"name\": \"f\", \"parameters\": {\"properties\": {\"p\": " + schema + "}}}]")
        .parameters("f")
        .get("p");
  }
}
