package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stepgate.json.ByteSink;
import io.stepgate.openai.Usage;
import io.stepgate.parse.ChatPlan;
import io.stepgate.parse.ChatStream;
import io.stepgate.parse.CompletionStream;
import io.stepgate.parse.ParseFailure;
import io.stepgate.parse.StreamTally;
import io.stepgate.parse.TextPlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTokensTest {
  @Test
  void aBackendsOwnCountOfReasoning_isTaken() throws ParseFailure {
    assertEquals(new PhaseTokens(30, 70, 0), PhaseTokens.of(usage(100, 30), answers(4)));
  }

  @Test
  void withoutACount_framesShareTheTokensOut() throws ParseFailure {
    assertEquals(new PhaseTokens(0, 100, 0), PhaseTokens.of(usage(100, Usage.UNKNOWN), answers(4)));
  }

  @Test
  void moreReasoningThanAnswer_isNotBelievedBeyondTheAnswer() throws ParseFailure {
    assertEquals(new PhaseTokens(10, 0, 0), PhaseTokens.of(usage(10, 30), answers(1)));
  }

  @Test
  void anAnswerNobodySaw_isAnAnswer() {
    assertEquals(new PhaseTokens(0, 8, 0), PhaseTokens.of(usage(8, 0), new StreamTally()));
    assertEquals(new PhaseTokens(0, 0, 0), PhaseTokens.of(Usage.NONE, new StreamTally()));
  }

  @Test
  void zeroReasoningTokens_ofAnAnswerThatThought_isNoCount() throws ParseFailure {
    assertEquals(30, PhaseTokens.countedReasoning(usage(100, 30), thoughts()));
    assertEquals(0, PhaseTokens.countedReasoning(usage(100, 0), answers(1)));
    assertEquals(Usage.UNKNOWN, PhaseTokens.countedReasoning(usage(100, 0), thoughts()));
  }

  private static StreamTally thoughts() throws ParseFailure {
    TextPlan text = new TextPlan("step3p5", "none", null, false, false, false, 64);
    ChatStream stream =
        new ChatStream(
            new ChatPlan(text, 1, true, false, false, "0".repeat(32), List.of(), null, 1 << 10));
    byte[] frame =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hm\"}}]}\n\n"
            .getBytes(StandardCharsets.UTF_8);
    stream.read(frame, 0, frame.length, new ByteSink(64));
    return stream.tally();
  }

  private static Usage usage(long completion, long reasoning) {
    return new Usage(1, completion, reasoning, Usage.UNKNOWN);
  }

  private static StreamTally answers(int frames) throws ParseFailure {
    CompletionStream stream = new CompletionStream(1 << 10, true);
    byte[] frame = "data: {\"choices\":[{\"text\":\"a\"}]}\n\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < frames; i++) {
      stream.read(frame, 0, frame.length, new ByteSink(64));
    }
    return stream.tally();
  }
}
