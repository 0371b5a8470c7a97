package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredToolsTest {
  @Test
  void moreNamesThanCanBeKept_read_areRefusedByThatLimit() {
    StringBuilder json =
        new StringBuilder("[{\"name\":\"f\",\"parameters\":{\"properties\":{\"a\":{}");
    for (int i = 0; i < 40_000; i++) {
      json.append(",\"").append(i).append("\":{}");
    }
    String tools = json.append("}}}]").toString();

    String message = refused(tools);

    assertTrue(message.startsWith("tools declares more than can be kept"), message);
  }

  @Test
  void toolsNestedTooDeep_read_areRefusedByThatLimit() {
    String deep = "[{\"name\":\"f\",\"x\":" + "[".repeat(499) + "]".repeat(499) + "}]";

    assertEquals("tools nests deeper than 500 levels", refused(deep));
  }

  @Test
  void tools_read_tellWhatTheyTake() {
    assertEquals(0, read("[]").bytes());
    assertEquals(128 + 2, read("[{\"name\":\"f\"}]").bytes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{}|tools must be an array",
        "[] []|tools must be one JSON array",
        "[3]|tools[0] must be an object",
        "[{\"name\":\"f\"},{\"function\":[]}]|tools[1].function must be an object",
        "[{\"function\":{\"name\":3}}]|tools[0].function.name must be a string that is not empty",
        "[{\"name\":\"\"}]|tools[0].name must be a string that is not empty",
        "[{\"name\":\"f\"}|tools is not valid JSON"
      })
  void wrongTools_read_areToldWhereAndWhat(String tools, String message) {
    assertEquals(message, refused(tools));
  }

  @Test
  void tools_read_haveTheirNamesAndTypesInAnyOrderOfMembers() {
    DeclaredTools tools =
        read(
            "[{\"function\":{\"parameters\":{\"required\":[\"n\"],\"properties\":{"
                + "\"n\":{\"enum\":[1,2],\"type\":[\"null\",\"integer\"]},"
                + "\"s\":{\"anyOf\":[{\"items\":{}},{\"type\":\"string\"}]},"
                + "\"o\":{\"properties\":{\"type\":{\"type\":\"string\"}}},"
                + "\"e\":{\"enum\":[true,false]},"
                + "\"x\":5}},\"name\":\"f\"},\"type\":\"function\"},{\"name\":\"g\"}]");

    assertTrue(tools.declares("f") && tools.declares("g") && !tools.declares("n"));
    assertFalse(tools.isEmpty());
    assertEquals(new ParameterType(ParameterType.Kind.INTEGER, true), type(tools, "n"));
    assertEquals(new ParameterType(ParameterType.Kind.TEXT, false), type(tools, "s"));
    assertEquals(new ParameterType(ParameterType.Kind.STRUCTURED, false), type(tools, "o"));
    assertEquals(new ParameterType(ParameterType.Kind.BOOLEAN, false), type(tools, "e"));
    assertEquals(new ParameterType(ParameterType.Kind.TEXT, true), type(tools, "x"));
  }

  private static ParameterType type(DeclaredTools tools, String parameter) {
    return tools.parameters("f").get(parameter);
  }

  private static String refused(String tools) {
    return assertThrows(IllegalArgumentException.class, () -> read(tools)).getMessage();
  }

  private static DeclaredTools read(String tools) {
    byte[] json = tools.getBytes(StandardCharsets.UTF_8);
    return DeclaredTools.read(json, 0, json.length);
  }
}
