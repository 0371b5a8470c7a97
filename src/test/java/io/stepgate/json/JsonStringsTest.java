package io.stepgate.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The escaper and the unescaper, against each other and against Jackson. */
class JsonStringsTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  static Stream<String> texts() {
    return Stream.of(
        "",
        "plain",
        "\"quoted\" \\ back / slash",
        "\n\r\t\b\f",
        "\u0000\u0001\u001f\u007f\u0080",
        "é\u07ff\u0800中\uffff",
        "😀\ud800\udc00\udbff\udfff",
        "\ud83d",
        "\ude00",
        "a\ud83d\ud83d\ude00b",
        "\ude00\ud83d",
        "<think>\u2028\u2029</think>");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void text_quoted_isReadBackByJackson(String text) throws IOException {
    StringBuilder quoted = new StringBuilder();

    JsonEscaper.quote(text, quoted);

    assertEquals(text, JACKSON.readValue(utf8(quoted), String.class));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void text_quotedInAscii_isReadBackByJackson(String text) throws IOException {
    String quoted = JsonEscaper.quoteAscii(text);

    assertTrue(quoted.chars().allMatch(c -> c >= ' ' && c <= '~'), quoted);
    assertEquals(text, JACKSON.readValue(quoted, String.class));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void text_escapedAsBytesAndUnescaped_isTheSame(String text) throws Exception {
    ByteSink bytes = escaped(text);

    StringBuilder back = new StringBuilder();
    JsonUnescaper.unescape(bytes.array(), 0, bytes.size(), back);

    assertEquals(text, back.toString());
  }

  @Test
  void everyCharacter_escapedAsBytes_isReadBackByJackson() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      // A blank between them, so that no two halves make a pair.
      all.append((char) c).append(' ');
    }

    ByteSink bytes = escaped(all.toString());

    String json = '"' + utf8(bytes.copy()) + '"';
    assertEquals(all.toString(), JACKSON.readValue(json, String.class));
  }

  @Test
  void randomTexts_escapedAndUnescaped_areTheSame() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      String text = text(random);
      ByteSink bytes = escaped(text);

      StringBuilder back = new StringBuilder();
      JsonUnescaper.unescape(bytes.array(), 0, bytes.size(), back);

      assertEquals(text, back.toString());
      assertEquals(text, JACKSON.readValue('"' + utf8(bytes.copy()) + '"', String.class));
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void text_escapedInTwoPieces_isTheSameWhereverItIsCut(String text) {
    StringBuilder whole = new StringBuilder();
    JsonEscaper.escapeChars(text, whole);
    for (int cut = 0; cut <= text.length(); cut++) {
      StringBuilder pieces = new StringBuilder();

      JsonEscaper.escapeChars(text.substring(0, cut), pieces);
      JsonEscaper.escapeChars(text.substring(cut), pieces);

      assertEquals(whole.toString(), pieces.toString());
    }
  }

  @Test
  void null_quoted_isTheWord() {
    StringBuilder out = new StringBuilder();

    JsonEscaper.quoteOrNull(null, out);

    assertEquals("null", out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\\u0041, A",
        "\\ud83d\\ude00, 😀",
        "\\/, /",
        "\\x, x",
        "\\u12, \uFFFD",
        "\\u12G4, \uFFFD",
        "\\, \\"
      })
  void escape_unescaped_isItsCharacterOrAReplacement(String json, String text) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder();

    JsonUnescaper.unescape(bytes, 0, bytes.length, out);

    assertEquals(text, out.toString());
  }

  static Stream<Arguments> brokenSequences() {
    return Stream.of(
        Arguments.of(bytes('a', 0x80, 'b'), "a\uFFFDb"),
        Arguments.of(bytes('a', 0xFF, 'b'), "a\uFFFDb"),
        Arguments.of(bytes('a', 0xC2), "a\uFFFD"),
        Arguments.of(bytes(0xC2, 'a'), "\uFFFDa"),
        Arguments.of(bytes(0xC0, 0x80), "\uFFFD\uFFFD"),
        Arguments.of(bytes(0xE2, 0x82), "\uFFFD\uFFFD"),
        Arguments.of(bytes(0xF5, 0x80, 0x80, 0x80), "\uFFFD\uFFFD\uFFFD\uFFFD"));
  }

  @ParameterizedTest
  @MethodSource("brokenSequences")
  void bytesThatAreNoUtf8_unescaped_areReplaced(byte[] bytes, String text) {
    StringBuilder out = new StringBuilder();

    JsonUnescaper.unescape(bytes, 0, bytes.length, out);

    assertEquals(text, out.toString(), Arrays.toString(bytes));
  }

  private static ByteSink escaped(String text) {
    ByteSink bytes = new ByteSink(4);
    JsonEscaper.escape(text, 0, text.length(), bytes);
    return bytes;
  }

  /** The text as a strict reader of UTF-8 has it: half of a pair would be refused. */
  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static String utf8(StringBuilder text) throws CharacterCodingException {
    ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text.toString()));
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      switch (random.nextInt(5)) {
        case 0 -> text.append((char) random.nextInt(0x20));
        case 1 -> text.append("\"\\/'<>".charAt(random.nextInt(6)));
        case 2 -> text.append((char) (0xD800 + random.nextInt(0x800)));
        case 3 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
        default -> text.append((char) random.nextInt(0xD800));
      }
    }
    return text.toString();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
