package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.openai.Usage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are not taken apart: their bytes stay, and what the benchmark counts is counted. */
class PassedStreamTest {
  private static final String USAGE =
      ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n";
  private static final String COMPLETION =
      "data: {\"choices\":[{\"index\":0,\"text\":\"a\"}]}\n\n"
          + "data: {\"choices\":[{\"index\":0,\"text\":\"b\"}]"
          + USAGE
          + "data: {\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"stop\"}]}\n\n";
  private static final String USAGE_EVENT = "data: {\"choices\":[]" + USAGE;

  @Test
  void completions_whereUsageWasAskedFor_passAsTheyAre() throws ParseFailure {
    String body = COMPLETION + USAGE_EVENT + Feed.DONE;
    CompletionStream stream = new CompletionStream(Feed.MAX_FRAME, true);

    assertEquals(body, Feed.whole(stream, body));
    assertEquals(2, stream.tally().textFrames(), "a frame without text is none");
    assertEquals(2, stream.tally().tokenEvents());
    assertEquals(2, stream.usage().completion());
  }

  @Test
  void completions_whereOnlyTheGatewayAsked_loseTheUsageEventAlone() throws ParseFailure {
    CompletionStream stream = new CompletionStream(Feed.MAX_FRAME, false);

    assertEquals(COMPLETION + Feed.DONE, Feed.whole(stream, COMPLETION + USAGE_EVENT + Feed.DONE));
    assertEquals(2, stream.usage().completion());
  }

  @Test
  void aStreamThatBreaksOff_endsWithAnErrorFrame() throws ParseFailure {
    for (AnswerStream stream :
        new AnswerStream[] {
          new CompletionStream(Feed.MAX_FRAME, true), new GenerateStream(Feed.MAX_FRAME)
        }) {
      String out = Feed.whole(stream, "data: {\"text\":\"a\"}\n\n");

      int error = out.indexOf("event: error\ndata: {\"error\":{\"message\":");
      assertEquals("data: {\"text\":\"a\"}\n\n".length(), error, out);
      assertTrue(out.contains("\"upstream_error\""));
      assertTrue(out.endsWith("}}\n\n" + Feed.DONE));
      assertTrue(stream.done());
    }
  }

  @Test
  void anErrorOfTheBackend_insideAStream_isAnErrorEvent() throws ParseFailure {
    String first = Feed.frame("\"content\":\"a\"");
    String error = "data: {\"error\":{\"message\":\"full\",\"code\":503}}\n\n";

    String out = Feed.whole(new ChatStream(Feed.plan()), first + error + Feed.DONE);

    assertTrue(
        out.endsWith(
            "event: error\ndata: {\"error\":{\"message\":\"full\",\"type\":\"overloaded_error\","
                + "\"param\":null,\"code\":null}}\n\n"
                + Feed.DONE),
        out);
  }

  @Test
  void aStreamThatWasAborted_saysSo() throws ParseFailure {
    String chat = Feed.frame("\"content\":\"a\"") + Feed.finish("abort");
    String completion =
        "data: {\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"abort\"}]}\n\n";
    String generate =
        "data: {\"text\":\"\",\"meta_info\":{\"finish_reason\":{\"type\":\"abort\","
            + "\"message\":\"by request\"}}}\n\n";

    assertTrue(aborted(new ChatStream(Feed.plan()), chat));
    assertTrue(aborted(new CompletionStream(Feed.MAX_FRAME, true), completion));
    assertTrue(aborted(new GenerateStream(Feed.MAX_FRAME), generate));
    assertFalse(aborted(new ChatStream(Feed.plan()), chat.replace("abort", "stop")));
    assertFalse(
        aborted(new CompletionStream(Feed.MAX_FRAME, true), completion.replace("abort", "length")));
    assertFalse(aborted(new GenerateStream(Feed.MAX_FRAME), generate.replace("abort", "stop")));
  }

  private static boolean aborted(AnswerStream stream, String frames) throws ParseFailure {
    Feed.whole(stream, frames + Feed.DONE);
    return stream.tally().aborted();
  }

  @Test
  void generate_countsTheTokensOfEachFrame_howeverItIsCut() throws ParseFailure {
    String body =
        generate("", 0, "")
            + generate("one", 3, "")
            + generate("one", 3, "")
            + generate("one two", 5, "")
            + Feed.DONE;
    for (int longest = 1; longest < 40; longest++) {
      GenerateStream stream = new GenerateStream(Feed.MAX_FRAME);

      assertEquals(body, Feed.cut(stream, Feed.utf8(body), longest, new Random(longest)));
      assertEquals(5, stream.tally().tokenEvents());
      assertEquals(2, stream.tally().textFrames(), "frames that brought tokens");
      assertEquals(new Usage(7, 5, Usage.UNKNOWN, 4), stream.usage());
    }
  }

  @Test
  void generate_ofSeveralAnswers_addsTheirCounts() throws ParseFailure {
    String body =
        generate("a", 1, ",\"index\":0")
            + generate("b", 2, ",\"index\":1")
            + generate("ab", 2, ",\"index\":0")
            + generate("x", 1, ",\"index\":5")
            + Feed.DONE;
    GenerateStream stream = new GenerateStream(Feed.MAX_FRAME);

    assertEquals(body, Feed.whole(stream, body));
    assertEquals(5, stream.tally().tokenEvents());
    assertEquals(new Usage(21, 5, Usage.UNKNOWN, 12), stream.usage());
  }

  @Test
  void generate_withIdsInsteadOfText_countsThem() throws ParseFailure {
    GenerateStream stream = new GenerateStream(Feed.MAX_FRAME);

    Feed.whole(
        stream,
        "data: {\"output_ids\":[5,6],\"meta_info\":{\"completion_tokens\":2}}\n\n" + Feed.DONE);
    assertEquals(2, stream.tally().tokenEvents());
  }

  @Test
  void generate_withoutACountThatCanBe_countsFramesWithText() throws ParseFailure {
    for (String count :
        new String[] {
          "",
          "\"completion_tokens\":null",
          "\"completion_tokens\":-4",
          "\"completion_tokens\":900000000000000000"
        }) {
      GenerateStream stream = new GenerateStream(Feed.MAX_FRAME);
      String frame = "data: {\"text\":\"a\",\"meta_info\":{" + count + "}}\n\n";

      Feed.whole(stream, frame + "data: {\"text\":\"\",\"meta_info\":{}}\n\n" + frame + Feed.DONE);
      assertEquals(2, stream.tally().tokenEvents(), count);
      assertEquals(Usage.NONE, stream.usage(), count);
    }
  }

  @Test
  void generate_withAnIndexOfNonsense_staysBounded() throws ParseFailure {
    GenerateStream stream = new GenerateStream(Feed.MAX_FRAME);

    Feed.whole(stream, generate("a", 1, ",\"index\":99999999999999999999") + Feed.DONE);
    Feed.whole(new GenerateStream(Feed.MAX_FRAME), generate("a", 1, ",\"index\":-3") + Feed.DONE);
    assertEquals(1, stream.usage().completion());
  }

  @Test
  void wholeCounts_areReadFromEitherShape() throws ParseFailure {
    assertEquals(
        new Usage(3, 9, 4, 1),
        whole(
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":9,"
                + "\"reasoning_tokens\":4,\"prompt_tokens_details\":{\"cached_tokens\":1}}}"));
    String one = "{\"text\":\"a\",\"meta_info\":{\"prompt_tokens\":2,\"completion_tokens\":6}}";
    assertEquals(new Usage(2, 6, Usage.UNKNOWN, 0), whole(one));
    assertEquals(new Usage(4, 12, Usage.UNKNOWN, 0), whole(" [" + one + " , " + one + "]"));
    for (String without : new String[] {"[]", "{}", " [ ] ", "{ }\n", "[1,2]", "[{\"a\":[]}]"}) {
      assertEquals(Usage.NONE, whole(without), without);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "oops", "7", "<html>", "[{\"a\":", "{}x", "[]{}", "{\"a\":1", "[1 2]"})
  void whatIsNoObjectOrArray_read_fails(String json) {
    assertThrows(ParseFailure.class, () -> whole(json));
  }

  private static Usage whole(String json) throws ParseFailure {
    return WholeCounts.read(Feed.utf8(json), null).usage();
  }

  private static String generate(String text, int tokens, String more) {
    return "data: {\"text\":\""
        + text
        + "\",\"meta_info\":{\"id\":\"r\",\"prompt_tokens\":7,\"completion_tokens\":"
        + tokens
        + ",\"cached_tokens\":4,\"finish_reason\":null}"
        + more
        + "}\n\n";
  }
}
