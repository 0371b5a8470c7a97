package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stepgate.json.ByteSink;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tally tells why choices ended in the words that the client was told. */
class FinishReasonsTest {
  private static final String CALL =
      "<tool_call>\\n<function=bash>\\n<parameter=command>\\nls\\n</parameter>\\n</function>\\n</tool_call>";

  @Test
  void stream_withACallInItsText_endsByCalls() throws ParseFailure {
    assertEquals(List.of("tool_calls"), streamed("\"content\":\"hm</think>" + CALL + "\"", "stop"));
  }

  @Test
  void stream_cutOff_keepsItsReason() throws ParseFailure {
    assertEquals(List.of("length"), streamed("\"content\":\"hm\"", "length"));
  }

  @Test
  void stream_withoutItsEnd_hasNoReason() throws ParseFailure {
    ChatStream stream = new ChatStream(Feed.plan());
    Feed.whole(stream, Feed.frame("\"content\":\"hm\""));

    assertEquals(List.of(), stream.tally().finishReasons());
  }

  @Test
  void reasonThatIsNoReason_isCutShort() throws ParseFailure {
    assertEquals(List.of("x".repeat(32)), streamed("\"content\":\"hm\"", "x".repeat(99)));
  }

  @Test
  void wholeAnswer_tellsOneForEachChoice() throws ParseFailure {
    ChatAnswer answer = new ChatAnswer(Feed.plan(Feed.text("step3p5", "step3p5", Texts.TOOLS), 2));
    String json =
        "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a</think>b\"},\"finish_reason\":\"stop\"},"
            + "{\"index\":1,\"message\":{\"content\":\"c\"},\"finish_reason\":\"length\"}]}";

    answer.read(Feed.utf8(json), new ByteSink(16));

    assertEquals(List.of("stop", "length"), answer.tally().finishReasons());
  }

  private static List<String> streamed(String delta, String reason) throws ParseFailure {
    ChatStream stream = new ChatStream(Feed.plan());
    Feed.whole(stream, Feed.frame(delta) + Feed.finish(reason) + Feed.DONE);
    return stream.tally().finishReasons();
  }
}
