package io.stepgate.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stepgate.json.ByteSink;
import io.stepgate.json.FieldNames;
import io.stepgate.json.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Held against Jackson: both must take the same texts for JSON. */
class JsonWalkerTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final FieldNames NAMES = FieldNames.of("a", "b", "c");
  private static final String ALPHABET =
      "{}[]:,\"\\/ \n\t\r0123456789-+.eEtrufalsnb\u0000\u001f\u007f";

  static Stream<String> texts() {
    Stream<String> values =
        Stream.of(
            "0",
            "-0",
            "01",
            "-",
            "1.",
            ".5",
            "1.5",
            "1e5",
            "1E+5",
            "1e",
            "1e-",
            "-1.0e-10",
            "+1",
            "0x1",
            "1 2",
            "1}",
            "NaN",
            "Infinity",
            "true",
            "tru",
            "truex",
            "True",
            "null",
            "nul",
            "false",
            "'a'",
            "\"\"",
            "\"a",
            "\"\\\"",
            "\"\\n\\u00e9\\/\\b\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12G4\"",
            "\"\\uD800\"",
            "\"\t\"",
            "\"\n\"",
            "\"\u0000\"",
            "\"\u007f\"",
            "\"é中😀\"",
            "[]",
            "[1]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1,2",
            "[}",
            "[[]]",
            "[{}]",
            "{}",
            "{]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,}",
            "{a:1}",
            "{1:1}",
            "{\"a\" 1}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":1}}",
            "/*c*/1",
            "//",
            "",
            "\u00a01",
            "\f1",
            ",",
            ":");
    return values.flatMap(
        value ->
            Stream.of(
                "{\"a\":" + value + "}", "{\"a\":[" + value + "],\"b\":" + value + "}", value));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void text_read_isTakenAsJacksonTakesIt(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);

    boolean taken = taken(body);

    assertEquals(takenByJackson(body), taken, text);
  }

  static Stream<byte[]> sequences() {
    return Stream.of(
        bytes(0x80),
        bytes(0xC0, 0x80),
        bytes(0xC2),
        bytes(0xC2, 0x41),
        bytes(0xC2, 0x80),
        bytes(0xDF, 0xBF),
        bytes(0xE0, 0x80, 0x80),
        bytes(0xE0, 0xA0, 0x80),
        bytes(0xED, 0x9F, 0xBF),
        bytes(0xED, 0xA0, 0x80),
        bytes(0xEF, 0xBF, 0xBF),
        bytes(0xF0, 0x80, 0x80, 0x80),
        bytes(0xF0, 0x90, 0x80, 0x80),
        bytes(0xF4, 0x8F, 0xBF, 0xBF),
        bytes(0xF4, 0x90, 0x80, 0x80),
        bytes(0xF5, 0x80, 0x80, 0x80),
        bytes(0xFF),
        bytes(0xFE),
        bytes(0xE2, 0x82),
        bytes(0xF0, 0x9F, 0x98));
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void bytesInAString_read_areTakenIfTheyAreUtf8(byte[] sequence) {
    byte[] body = new ByteSink(16).write("{\"a\":\"").write(sequence).write("\"}").copy();

    boolean taken = taken(body);

    assertEquals(takenByJackson(body), taken, Arrays.toString(sequence));
  }

  @Test
  void randomTexts_read_areTakenAsJacksonTakesThem() throws Exception {
    Random random = new Random(9);
    int[] seen = new int[2];
    for (int i = 0; i < 60_000; i++) {
      byte[] body = spoiled(random, object(random, 4).getBytes(StandardCharsets.UTF_8));

      boolean taken = taken(body);

      assertEquals(takenByJackson(body), taken, () -> new String(body, StandardCharsets.UTF_8));
      seen[taken ? 1 : 0]++;
    }
    assertTrue(seen[0] > 5000 && seen[1] > 5000, () -> Arrays.toString(seen));
  }

  @Test
  void randomObjects_read_haveTheirFieldsWhereJacksonHasThem() throws Exception {
    Random random = new Random(15);
    for (int i = 0; i < 5000; i++) {
      byte[] body = object(random, 5).getBytes(StandardCharsets.UTF_8);
      JsonNode expected = JACKSON.readTree(body);

      RequestFields fields = RequestFields.read(body, NAMES);

      for (String name : List.of("a", "b", "c")) {
        Span span = fields.span(name);
        JsonNode found = span == null ? null : JACKSON.readTree(fields.bytes(span));
        assertEquals(expected.get(name), found);
        if (found != null && found.isTextual()) {
          assertEquals(found.textValue(), fields.string(span));
        }
      }
    }
  }

  private static boolean taken(byte[] body) {
    try {
      RequestFields.read(body, FieldNames.of());
      return true;
    } catch (InvalidRequest refused) {
      return false;
    }
  }

  /** Jackson lets some bytes pass that are no UTF-8; so these are looked for beforehand. */
  private static boolean takenByJackson(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      try (JsonParser json = new JsonFactory().createParser(text)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          return false;
        }
        json.skipChildren();
        return json.nextToken() == null;
      }
    } catch (CharacterCodingException notUtf8) {
      return false;
    } catch (IOException notJson) {
      return false;
    }
  }

  /** Half of the texts stay as they are, the others get one to three bytes that are chance. */
  private static byte[] spoiled(Random random, byte[] text) {
    byte[] body = text;
    for (int changes = random.nextBoolean() ? 0 : 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(body.length);
      byte b =
          (byte)
              (random.nextInt(4) == 0
                  ? random.nextInt(256)
                  : ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      ByteSink out = new ByteSink(body.length + 1).write(body, 0, at);
      switch (random.nextInt(4)) {
        case 0 -> out.write(body, at + 1, body.length);
        case 1 -> out.write(b).write(body, at, body.length);
        case 2 -> out.write(b).write(body, at + 1, body.length);
        default -> {
          // The text ends here.
        }
      }
      body = out.size() == 0 ? body : out.copy();
    }
    return body;
  }

  private static String object(Random random, int depth) {
    StringBuilder out = new StringBuilder(space(random)).append('{');
    String names = "abcdefgh";
    for (int i = 0; i < random.nextInt(5); i++) {
      out.append(i == 0 ? "" : ",").append(space(random)).append('"');
      out.append(
          random.nextInt(4) == 0
              ? String.format("\\u%04x", (int) names.charAt(i))
              : names.charAt(i));
      out.append('"').append(space(random)).append(':').append(value(random, depth - 1));
    }
    return out.append(space(random)).append('}').append(space(random)).toString();
  }

  private static String value(Random random, int depth) {
    String value =
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
          case 0 -> "" + random.nextInt();
          case 1 -> "" + random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
          case 2 -> List.of("true", "false", "null").get(random.nextInt(3));
          case 3 -> "\"\"";
          case 4 -> "\"" + "é中😀\\n\\u20AC x\\\"\\\\".substring(0, random.nextInt(4)) + "\"";
          case 5 -> "\"é中😀\\n\\u20AC\\ud83d\\uDE00 x\\\"\\\\/\\/\"";
          case 6 -> object(random, depth);
          default -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
        };
    return space(random) + value + space(random);
  }

  private static String space(Random random) {
    return List.of("", "", "", " ", "\n", "\t\r ").get(random.nextInt(6));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
