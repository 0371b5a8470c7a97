package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SseDecoderTest {
  private static final int LIMIT = 64;

  static List<Arguments> streams() {
    return List.of(
        Arguments.of("data: a\n\ndata: b\n\n", List.of("a", "b")),
        Arguments.of("data: a\r\n\r\ndata: b\r\n\r\n", List.of("a", "b")),
        Arguments.of("data: a\n\r\ndata: b\r\n\n", List.of("a", "b")),
        Arguments.of(": keep-alive\n\ndata: a\n\n: bye\n\n", List.of("a")),
        Arguments.of("event: x\nid: 1\ndata: a\nretry: 5\n\n", List.of("a")),
        Arguments.of("event: x\r\ndata: a\r\n\r\n", List.of("a")),
        Arguments.of("data: a\ndata: b\ndata:c\n\n", List.of("a b c")),
        Arguments.of("data: a\r\ndata: b\r\n\r\n", List.of("a b")),
        Arguments.of("data:a\n\n", List.of("a")),
        Arguments.of("data:  a \n\n", List.of(" a ")),
        Arguments.of("\uFEFFdata: a\n\ndata: b\n\n", List.of("a", "b")),
        Arguments.of("\uFEFFdata: a\ndata: b\n\n\uFEFFdata: c\n\n", List.of("a b")),
        Arguments.of("data: a\rdata: b\n\n", List.of("a b")),
        Arguments.of("data: a\rb\n\n", List.of("a")),
        Arguments.of("data: é日🎉\n\n", List.of("é日🎉")),
        Arguments.of("\n\n\ndata: a\n\n\n\n\ndata: b\n\n", List.of("a", "b")),
        Arguments.of("dat: a\n\ndatax: b\n\nDATA: c\n\n", List.of()),
        Arguments.of("data: a\n\ndata: last", List.of("a", "last")),
        Arguments.of("data: a\n\ndata: last\r\n", List.of("a", "last")),
        Arguments.of("", List.of()));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void stream_cutIntoTwoAnywhere_givesItsEvents(String stream, List<String> expected)
      throws ParseFailure {
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      List<String> events = new ArrayList<>();
      SseDecoder decoder = decoder(events);

      decoder.read(bytes, 0, cut);
      decoder.read(bytes, cut, bytes.length);
      decoder.end();

      assertEquals(expected, events, "cut at " + cut);
      assertEquals(0, decoder.keptBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void stream_byteByByte_givesItsEvents(String stream, List<String> expected) throws ParseFailure {
    List<String> events = new ArrayList<>();
    SseDecoder decoder = decoder(events);

    for (byte one : stream.getBytes(StandardCharsets.UTF_8)) {
      decoder.read(new byte[] {one}, 0, 1);
    }
    decoder.end();

    assertEquals(expected, events);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void event_asLongAsTheLimit_passesHoweverCut(String end) throws ParseFailure {
    byte[] bytes = ("data: " + "x".repeat(LIMIT - 6) + end).getBytes(StandardCharsets.UTF_8);
    for (int piece = 1; piece <= bytes.length; piece++) {
      List<String> events = new ArrayList<>();

      feed(decoder(events), bytes, piece);

      assertEquals(List.of("x".repeat(LIMIT - 6)), events);
    }
  }

  @ParameterizedTest
  @MethodSource("ends")
  void event_overTheLimit_isRefusedHoweverCut(String end) {
    byte[] bytes = ("data: " + "x".repeat(LIMIT - 5) + end).getBytes(StandardCharsets.UTF_8);
    for (int piece = 1; piece <= bytes.length; piece++) {
      List<String> events = new ArrayList<>();
      int size = piece;

      ParseFailure failure =
          assertThrows(ParseFailure.class, () -> feed(decoder(events), bytes, size));

      assertEquals(ParseFailure.Kind.TOO_LARGE, failure.kind());
      assertEquals(List.of(), events);
    }
  }

  static List<String> ends() {
    return List.of("\n\n", "\r\n\r\n");
  }

  @Test
  void bytesWithoutAnEnd_fed_areKeptUpToTheLimit() {
    SseDecoder decoder = decoder(new ArrayList<>());
    byte[] x = new byte[7];
    Arrays.fill(x, (byte) 'x');

    assertThrows(
        ParseFailure.class,
        () -> {
          for (int i = 0; i < 1000; i++) {
            decoder.read(x, 0, x.length);
          }
        });

    assertTrue(decoder.keptBytes() <= LIMIT + 3 + x.length);
  }

  private static SseDecoder decoder(List<String> events) {
    return new SseDecoder(
        LIMIT,
        (bytes, from, to) ->
            events.add(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
  }

  private static void feed(SseDecoder decoder, byte[] bytes, int piece) throws ParseFailure {
    for (int from = 0; from < bytes.length; from += piece) {
      decoder.read(bytes, from, Math.min(bytes.length, from + piece));
    }
    decoder.end();
  }
}
