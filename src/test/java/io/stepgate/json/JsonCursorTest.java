package io.stepgate.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final List<String> NAMES = List.of("a", "bc", "d\\\"e", "é", "");

  @Test
  void randomObjects_walked_haveTheMembersThatJacksonFinds() throws Exception {
    Random random = new Random(3);
    JsonCursor members = new JsonCursor();
    for (int i = 0; i < 5000; i++) {
      byte[] json = object(random, 4).getBytes(StandardCharsets.UTF_8);
      JsonNode expected = JACKSON.readTree(json);

      int count = 0;
      members.enter(json, 0, json.length);
      while (members.next()) {
        String name = NAMES.get(count++);
        assertTrue(members.named(name) || name.equals("é"));
        int from = members.from();
        int length = members.to() - from;
        JsonNode value = JACKSON.readTree(json, from, length);
        assertEquals(expected.get(JACKSON.readValue('"' + name + '"', String.class)), value);
      }

      assertEquals(expected.size(), count);
      assertFalse(members.next());
    }
  }

  @Test
  void randomArrays_walked_haveTheValuesThatJacksonFinds() throws Exception {
    Random random = new Random(4);
    JsonCursor items = new JsonCursor();
    for (int i = 0; i < 5000; i++) {
      byte[] json = array(random, 4).getBytes(StandardCharsets.UTF_8);
      List<JsonNode> expected = new ArrayList<>();
      JACKSON.readTree(json).forEach(expected::add);

      List<JsonNode> found = new ArrayList<>();
      items.enterArray(json, 0, json.length);
      while (items.item()) {
        found.add(JACKSON.readTree(json, items.from(), items.to() - items.from()));
      }

      assertEquals(expected, found);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{1:2}",
        "{\"a",
        "{\"a\"}",
        "{\"a\":",
        "{\"a\":}",
        "{\"a\":1",
        "{\"a\":1 2}",
        "{\"a\":\"x}",
        "{\"a\":[1}",
        "{\"a\":1]"
      })
  void brokenObject_walked_isMalformed(String text) {
    byte[] json = text.getBytes(StandardCharsets.UTF_8);
    JsonCursor members = new JsonCursor();

    assertThrows(
        MalformedJson.class,
        () -> {
          members.enter(json, 0, json.length);
          while (members.next()) {
            // On to its end.
          }
        });
  }

  @Test
  void member_found_isTheFirstOfThatName() throws MalformedJson {
    byte[] json = " {\"x\" : {\"a\":0} , \"a\" : \"1\", \"a\":2}".getBytes(StandardCharsets.UTF_8);
    JsonCursor members = new JsonCursor();
    members.enter(json, 0, json.length);

    boolean found = members.find("a");

    assertTrue(found);
    assertTrue(members.is("\"1\""));
    assertEquals('"', members.first());
    assertEquals('"', json[members.member()]);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "7,7",
    "007,7",
    "100,100",
    "101,-2",
    "99999999999999999999999999,-2",
    "-1,-1",
    "1.0,-1",
    "1e2,-1",
    "null,-1",
    "12x,-1",
    "999999999999999999999999x,-1",
    "'',-1"
  })
  void count_read_isTheNumberOrWhyItIsNone(String text, long expected) {
    byte[] json = text.getBytes(StandardCharsets.UTF_8);

    assertEquals(expected, JsonNumbers.count(json, 0, json.length, 100));
  }

  private static String object(Random random, int depth) {
    StringBuilder out = new StringBuilder(space(random)).append('{');
    int members = random.nextInt(NAMES.size() + 1);
    for (int i = 0; i < members; i++) {
      out.append(i == 0 ? "" : ",").append(space(random)).append('"').append(NAMES.get(i));
      out.append('"').append(space(random)).append(':').append(value(random, depth - 1));
    }
    return out.append(space(random)).append('}').toString();
  }

  private static String array(Random random, int depth) {
    StringBuilder out = new StringBuilder(space(random)).append('[');
    int items = random.nextInt(4);
    for (int i = 0; i < items; i++) {
      out.append(i == 0 ? "" : ",").append(value(random, depth - 1));
    }
    return out.append(space(random)).append(']').toString();
  }

  private static String value(Random random, int depth) {
    String value =
        switch (random.nextInt(depth > 0 ? 7 : 5)) {
          case 0 -> "" + random.nextInt();
          case 1 -> "" + random.nextGaussian();
          case 2 -> List.of("true", "false", "null").get(random.nextInt(3));
          case 3 -> "\"\"";
          case 4 -> "\"é中😀\\n\\u20AC {[]},: \\\"\\\\\"";
          case 5 -> object(random, depth);
          default -> array(random, depth);
        };
    return space(random) + value + space(random);
  }

  private static String space(Random random) {
    return List.of("", "", "", " ", "\n", "\t\r ").get(random.nextInt(6));
  }
}
