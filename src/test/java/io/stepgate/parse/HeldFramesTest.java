package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.json.ByteSink;
import io.stepgate.json.MalformedJson;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits with text that is held back, and what a stream does at its edges. */
class HeldFramesTest {
  @Test
  void heldText_releasedLater_bringsItsLogprobsInOrder() throws ParseFailure {
    String body =
        probed("hm", 0)
            + probed(" <", 1)
            + probed("/thi", 2)
            + probed("s", 3)
            + probed("</think>", 4)
            + probed("yes", 5)
            + Feed.finish("stop")
            + Feed.DONE;

    ClientView client = ClientView.of(Feed.whole(new ChatStream(Feed.plan()), body));

    assertEquals("hm </this|yes|[]|[t0, t1, t2, t3, t4, t5]|[stop]", client.only().toString());
  }

  @Test
  void logprobsStillWaiting_atAFinishFrameWithoutLogprobs_goWithIt() throws ParseFailure {
    String body =
        probed("hm", 0)
            + probed("</think>", 1)
            + Feed.frame(0, "", ",\"finish_reason\":\"stop\"")
            + Feed.DONE;

    ClientView client = ClientView.of(Feed.whole(new ChatStream(Feed.plan()), body));

    assertEquals("hm||[]|[t0, t1]|[stop]", client.only().toString());
  }

  @Test
  void logprobsOfTextHeldForLong_areBounded() throws MalformedJson {
    Logprobs waiting = new Logprobs(100);
    byte[] json = Feed.utf8("{\"content\":[{\"token\":\"a\"}]}");
    while (!waiting.full()) {
      waiting.hold(json, 0, json.length);
    }
    ByteSink out = new ByteSink(0);

    waiting.write(json, 0, json.length, out);

    assertFalse(waiting.waiting());
    assertTrue(out.size() < 100 + 3 * json.length);
    assertTrue(ClientView.tree(Feed.text(out)).get("content").size() > 4);
  }

  @Test
  void heldText_atAFinishFrameWithoutDelta_goesOut() throws ParseFailure {
    for (String delta : List.of("", ",\"delta\":null")) {
      String body =
          Feed.frame("\"content\":\"hm <\"")
              + Feed.frame("\"content\":\"/thi\"").replace("\"delta\"", " \"delta\"")
              + "data: {\"id\":\"r\",\"object\":\"o\",\"model\":\"m\",\"choices\":[{\"index\":0"
              + delta
              + ",\"finish_reason\":\"stop\"}]}\n\n"
              + Feed.DONE;

      String out = Feed.whole(new ChatStream(Feed.plan()), body);

      assertTrue(out.contains("</thi"), out);
      assertTrue(out.contains("\"finish_reason\":\"stop\""), out);
      out.lines()
          .filter(line -> line.startsWith("data: {"))
          .forEach(line -> ClientView.tree(line.substring(6)));
    }
  }

  @Test
  void wholeReasoning_overItsLimit_goesOnInPieces() {
    Transcript told = new Transcript();
    WholeReasoning whole = new WholeReasoning(told, 10);

    whole.reasoning("12345");
    assertEquals("", told.reasoning.toString());
    whole.reasoning("6789012");
    assertEquals("123456789012", told.reasoning.toString());
    whole.reasoning("x");
    whole.content("y");

    assertEquals("123456789012x", told.reasoning.toString());
    assertTrue(whole.isEmpty());
  }

  @Test
  void wholeReasoning_atACallOrTheEnd_comesFirst() {
    Transcript told = new Transcript();
    WholeReasoning whole = new WholeReasoning(told, 10);

    whole.reasoning("a");
    whole.callStarted(0, "f");
    assertEquals("a", told.reasoning.toString());
    whole.callArguments(0, "{}");
    whole.callEnded(0, false);
    whole.reasoning("b");
    whole.release();

    assertEquals("ab", told.reasoning.toString());
    assertEquals("[f{}]", told.calls.toString());
  }

  @Test
  void jsonBalance_ofFragments_knowsWhatIsMissing() {
    assertEquals("{}", missing(""));
    assertEquals("{}", missing(" "));
    assertEquals("", missing("{}"));
    assertEquals("", missing("null"));
    assertEquals("\"]}", missing("{\"a\": [", "\"x\\\"}"));
    assertEquals("\\\"}", missing("{\"a\": \"x\\"));
    assertEquals("}", missing("{\"a\": \"{[\"", ", \"b\": {}"));
  }

  private static String missing(String... fragments) {
    JsonBalance balance = new JsonBalance();
    List.of(fragments).forEach(balance::read);
    return balance.missing();
  }

  @Test
  void flatErrorFrame_first_isTheError() throws ParseFailure {
    ChatStream stream = new ChatStream(Feed.plan());

    String out =
        Feed.whole(
            stream,
            "data: {\"object\":\"error\",\"message\":\"full\",\"type\":\"x\",\"code\":503}\n\n");

    assertEquals("", out);
    assertEquals(503, stream.error().status());
    assertEquals("full", stream.error().message());
  }

  @Test
  void bodyWithoutDone_allChoicesFinished_getsDone() throws ParseFailure {
    String out = Feed.whole(new ChatStream(Feed.plan()), Feed.finish("stop"));

    assertEquals(Feed.finish("stop") + Feed.DONE, out);
  }

  private static String probed(String text, int number) {
    return Feed.frame(
        0,
        "\"content\":\"" + text + "\"",
        ",\"logprobs\":{\"content\":[{\"token\":\"t" + number + "\"}]},\"finish_reason\":null");
  }
}
