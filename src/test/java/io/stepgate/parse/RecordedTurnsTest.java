package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stepgate.json.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is recorded of a turn with calls is what its client was told. */
class RecordedTurnsTest {
  private static final String CALL =
      "<tool_call>\\n<function=get_weather>\\n<parameter=location>\\nBeijing\\n</parameter>"
          + "\\n</function>\\n</tool_call>";
  private static final String BACKEND_CALL =
      "\"tool_calls\":[{\"id\":\"call_b\",\"index\":0,\"type\":\"function\",\"function\":"
          + "{\"name\":\"get_weather\",\"arguments\":\"{}\"}}]";
  private static final String THOUGHT = "Where is \\\"it\\\"?\\nIn \u5317\u4eac, I think";
  private static final String OWN_ID = "call_0123456789abcdef00000000";

  private final List<String> turns = new ArrayList<>();

  @Test
  void turnInRawText_ended_isRecordedAtEveryCut() throws ParseFailure {
    for (int seed = 0; seed < 200; seed++) {
      turns.clear();
      String raw = THOUGHT + "</think>\\n" + CALL;
      stream(cut(raw, "content", seed) + Feed.finish("stop"));

      assertEquals(List.of("[" + OWN_ID + "] " + THOUGHT), turns, "seed " + seed);
    }
  }

  @Test
  void turnThatTheBackendHasSplit_ended_isRecordedWithTheBackendsIds() throws ParseFailure {
    stream(
        cut(THOUGHT, "reasoning_content", 3)
            + Feed.frame(BACKEND_CALL)
            + Feed.finish("tool_calls"));

    assertEquals(List.of("[call_b] " + THOUGHT), turns);
  }

  @Test
  void wholeTurn_isRecorded() throws ParseFailure {
    String answer =
        "{\"choices\":[{\"index\":0,\"message\":{\"content\":\""
            + THOUGHT
            + "</think>"
            + CALL
            + "\"},\"finish_reason\":\"stop\"}]}";

    new ChatAnswer(plan()).read(Feed.utf8(answer), new ByteSink(16));

    assertEquals(List.of("[" + OWN_ID + "] " + THOUGHT), turns);
  }

  @Test
  void turnsWithoutCallsOrEnd_areNotRecorded() throws ParseFailure {
    stream(Feed.frame("\"content\":\"I think</think>so\"") + Feed.finish("stop"));
    Feed.whole(new ChatStream(plan()), Feed.frame("\"content\":\"I think</think>" + CALL + "\""));
    stream(Feed.frame("\"content\":\"</think>" + CALL + "\"") + Feed.finish("stop"));

    assertEquals(List.of(), turns);
  }

  @Test
  void thinkingOverTheLimit_isNotRecorded() throws ParseFailure {
    String piece = Feed.frame("\"reasoning_content\":\"" + "x".repeat(1 << 16) + "\"");

    stream(piece.repeat(17) + Feed.frame(BACKEND_CALL) + Feed.finish("tool_calls"));

    assertEquals(List.of(), turns);
  }

  private void stream(String frames) throws ParseFailure {
    Feed.whole(new ChatStream(plan()), frames + Feed.DONE);
  }

  private ChatPlan plan() {
    TurnSink sink =
        (ids, reasoning) -> turns.add(ids + " " + new String(reasoning, StandardCharsets.UTF_8));
    TextPlan text = Feed.plan().text();
    return new ChatPlan(text, 1, true, false, false, Feed.RID, List.of(), sink, Feed.MAX_FRAME);
  }

  /** Frames whose texts join to {@code json}, cut between its escapes. */
  private static String cut(String json, String key, int seed) {
    Random random = new Random(seed);
    StringBuilder frames = new StringBuilder();
    for (int at = 0; at < json.length(); ) {
      int to = Math.min(json.length(), at + 1 + random.nextInt(1 + seed % 20));
      while (json.charAt(to - 1) == '\\') {
        to++;
      }
      frames.append(Feed.frame("\"" + key + "\":\"" + json.substring(at, to) + "\""));
      at = to;
    }
    return frames.toString();
  }
}
