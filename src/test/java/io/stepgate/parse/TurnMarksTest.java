package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a model writes where a turn ends does not reach the client, wherever it is cut. */
class TurnMarksTest {
  private static final String REASONING = "Let me see.<|im_end|>";
  private static final String CONTENT = "4 < 5<|im_end|>\n<|im_end <|im_start|>and so on <|im";

  @Test
  void turnMarks_inRawText_areLeftOutAtEveryCut() throws ParseFailure {
    String raw = REASONING + "</think>" + CONTENT;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      StringBuilder body = new StringBuilder();
      for (int at = 0; at < raw.length(); ) {
        int to = Math.min(raw.length(), at + 1 + random.nextInt(1 + seed % 30));
        body.append(Feed.frame("\"content\":\"" + escaped(raw.substring(at, to)) + "\""));
        at = to;
      }

      ClientView.Choice choice = read(body.toString());

      assertEquals("Let me see.", choice.reasoning.toString());
      assertEquals("4 < 5\n<|im_end and so on <|im", choice.content.toString(), () -> raw);
    }
  }

  @Test
  void turnMarks_inTextThatTheBackendHasSplit_areLeftOut() throws ParseFailure {
    String body =
        Feed.frame("\"reasoning_content\":\"Let me see.<|im_\"")
            + Feed.frame("\"reasoning_content\":\"end|>\"")
            + Feed.frame("\"reasoning_content\":\" Is 4 <\"")
            + Feed.frame("\"content\":\"" + escaped(CONTENT) + "\"");

    ClientView.Choice choice = read(body);

    assertEquals("Let me see. Is 4 <", choice.reasoning.toString());
    assertEquals("4 < 5\n<|im_end and so on <|im", choice.content.toString());
  }

  private static ClientView.Choice read(String frames) throws ParseFailure {
    ChatPlan plan = Feed.plan();
    List<String> marks = ParserCatalog.turnMarks(new ParserCatalog.Names("step3p5", "step3p5"));
    ChatStream stream =
        new ChatStream(
            new ChatPlan(
                plan.text(), 1, true, false, false, Feed.RID, marks, null, Feed.MAX_FRAME));
    return ClientView.of(Feed.whole(stream, frames + Feed.finish("length") + Feed.DONE)).only();
  }

  private static String escaped(String text) {
    return text.replace("\n", "\\n");
  }
}
