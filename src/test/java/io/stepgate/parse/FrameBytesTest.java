package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.json.ByteSink;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that need no change, and the short way that most of them take. */
class FrameBytesTest {
  private static final List<String> PIECES =
      List.of(
          "word",
          " and",
          "\\n",
          " ",
          "more \\\"q\\\" ",
          "\\\\",
          "é日🎉",
          "\\u003cb",
          "<",
          "b>",
          ".");

  @Test
  void streamSplitByTheBackend_read_leavesByteForByte() throws ParseFailure {
    StringBuilder body = new StringBuilder(Feed.frame("\"role\":\"assistant\",\"content\":\"\""));
    for (String piece : List.of("Let", " me", " think.", "\\n", "So")) {
      body.append(Feed.frame("\"reasoning_content\":\"" + piece + "\""));
    }
    for (String piece :
        List.of("It", " is", " 36", ".\\n\\n", "Done\\u00e9", " \\ud83d", "\\ude00!")) {
      body.append(Feed.frame("\"reasoning_content\":null,\"content\":\"" + piece + "\""));
    }
    body.append(Feed.finish("stop")).append(Feed.DONE);
    TextPlan text = Feed.text("step3p5", "step3p5", null);

    String out = Feed.whole(new ChatStream(Feed.plan(text)), body.toString());

    assertEquals(body.toString(), out);
  }

  @Test
  void callsParsedByTheBackend_read_leaveByteForByte() throws ParseFailure {
    String keys = "\"role\":null,\"content\":null,\"reasoning_content\":null,";
    String call =
        "\"tool_calls\":[{\"id\":\"call_1\",\"index\":0,\"type\":\"function\","
            + "\"function\":{\"name\":\"bash\",\"arguments\":\"\"}}]";
    String rest =
        "\"tool_calls\":[{\"id\":null,\"index\":0,\"type\":\"function\","
            + "\"function\":{\"name\":null,\"arguments\":\"{}\"}}]";
    String body =
        Feed.frame("\"reasoning_content\":\"hm\"")
            + Feed.frame(keys + call)
            + Feed.frame(keys + rest)
            + Feed.finish("tool_calls")
            + Feed.DONE;

    assertEquals(body, Feed.whole(new ChatStream(Feed.plan()), body));
  }

  @Test
  void finishFrameWithText_read_leavesByteForByte() throws ParseFailure {
    String body =
        Feed.frame("\"reasoning_content\":\"hm\"")
            + Feed.frame(0, "\"content\":\"36\"", ",\"logprobs\":null,\"finish_reason\":\"stop\"")
            + Feed.DONE;

    assertEquals(body, Feed.whole(new ChatStream(Feed.plan()), body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"content", "reasoning_content"})
  void equalFrames_read_sayTheSameAsFramesThatAllDiffer(String key) throws ParseFailure {
    for (String parser : List.of("step3p5", "none")) {
      for (DeclaredTools tools : List.of(Texts.TOOLS, DeclaredTools.none())) {
        ChatPlan plan = Feed.plan(Feed.text(parser, "step3p5", tools));

        String fast = Feed.whole(new ChatStream(plan), body(key, false));
        String slow = Feed.whole(new ChatStream(plan), body(key, true));

        ClientView view = ClientView.of(fast);
        assertEquals(ClientView.of(slow).only().toString(), view.only().toString());
        assertEquals(slow.replaceAll("\"created\":\\d+", "\"created\":1"), fast);
      }
    }
  }

  /** Frames that differ elsewhere fit no shape, so each of them is read. */
  private static String body(String key, boolean unique) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String piece = PIECES.get(i * 7 % PIECES.size());
      String frame = Feed.frame("\"" + key + "\":\"" + piece + "\"");
      body.append(unique ? frame.replace("\"created\":1", "\"created\":" + (i + 10)) : frame);
    }
    return body + Feed.finish("stop") + Feed.DONE;
  }

  @Test
  void shape_ofAFrame_fitsOnlyFramesThatDifferInTheirText() {
    FrameShape shape = new FrameShape();
    byte[] frame = Feed.utf8("{\"c\":\"abc\"}");
    assertFalse(shape.fits(frame, 0, frame.length));

    shape.learn(frame, 0, 11, 6, 9, FrameShape.Channel.CONTENT, new ByteSink(0), Splice.NO_MARK);

    byte[] other = Feed.utf8("{\"c\":\"\"}");
    assertTrue(shape.fits(other, 0, other.length));
    assertEquals(shape.textFrom(0), shape.textTo(other.length));
    byte[] strange = Feed.utf8("{\"d\":\"abc\"}");
    assertFalse(shape.fits(strange, 0, strange.length));
    byte[] shorter = Feed.utf8("{\"c\":\"}");
    assertFalse(shape.fits(shorter, 0, shorter.length));
    shape.forget();
    assertFalse(shape.fits(frame, 0, frame.length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a<b", "a\"b", "\\u003c", "\\", "a ", "a\\n", "a\\t", "a\\r"})
  void text_thatNeedsTheMachine_isNotPlain(String text) {
    byte[] bytes = Feed.utf8(text);

    assertFalse(FrameShape.plain(bytes, 0, bytes.length, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "word", " word", "a\\\"b", "\\\\", "日🎉", "a\\nb"})
  void text_thatNeedsNoMachine_isPlain(String text) {
    byte[] bytes = Feed.utf8(text);

    assertTrue(FrameShape.plain(bytes, 0, bytes.length, false));
  }

  @Test
  void fatFrame_ofManyCalls_isAnErrorAndNoFlood() throws ParseFailure {
    String call = "<tool_call>\\n<function=ping>\\n</function>\\n</tool_call>";
    String frame =
        Feed.frame("\"content\":\"</think>" + call.repeat(1500) + "\"")
            .replace("\"model\":\"m\"", "\"model\":\"" + "m".repeat(500_000) + "\"");
    byte[] bytes = Feed.utf8(frame);
    ChatStream stream = new ChatStream(Feed.plan());
    ByteSink out = new ByteSink(16);

    ParseFailure failure =
        assertThrows(ParseFailure.class, () -> stream.read(bytes, 0, bytes.length, out));
    stream.fail(ApiError.of(ErrorType.UPSTREAM, failure.getMessage()), out);

    assertEquals(ParseFailure.Kind.TOO_LARGE, failure.kind());
    assertTrue(failure.getMessage().contains("2097152 bytes"), failure.getMessage());
    assertTrue(out.size() < 2 * Feed.MAX_FRAME, () -> out.size() + " bytes");
    assertTrue(Feed.text(out).endsWith(Feed.DONE));
  }
}
