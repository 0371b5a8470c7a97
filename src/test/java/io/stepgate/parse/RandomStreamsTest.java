package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.json.ByteSink;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Streams of random text, cut at random: what they say must be what the text machine says. */
class RandomStreamsTest {
  private static final int STREAMS = 1000;

  @Test
  void validStream_cutAtRandom_saysWhatTheTextMachineSays() throws ParseFailure {
    for (int seed = 0; seed < STREAMS; seed++) {
      Random random = new Random(seed);
      int n = 1 + random.nextInt(3);
      TextPlan text = text(random);
      RandomStream stream = new RandomStream(random, n, random.nextBoolean());
      boolean json = random.nextInt(4) == 0;
      boolean oneReasoning = random.nextInt(4) == 0;
      ChatPlan plan =
          new ChatPlan(
              text, n, true, oneReasoning, json, Feed.RID, List.of(), null, Feed.MAX_FRAME);

      String whole = Feed.whole(new ChatStream(plan), stream.bytes);
      String cut = Feed.cut(new ChatStream(plan), stream.bytes, 1 + random.nextInt(200), random);

      String what = "seed " + seed;
      assertEquals(whole, cut, what);
      ClientView client = ClientView.of(whole);
      assertTrue(client.done, what);
      assertNull(client.error, what);
      assertEquals(n, client.choices.size(), what);
      for (int i = 0; i < n; i++) {
        check(stream.choices.get(i), client.choices.get(i), text, json, what + " choice " + i);
      }
    }
  }

  @Test
  void spoiltStream_cutAtRandom_failsInNoOtherWayThanNamed() {
    int failed = 0;
    for (int seed = 0; seed < STREAMS; seed++) {
      Random random = new Random(seed);
      int n = 1 + random.nextInt(3);
      RandomStream stream = new RandomStream(random, n, random.nextBoolean());
      ChatStream chat = new ChatStream(Feed.plan(text(random), n));
      ByteSink out = new ByteSink(16);
      byte[] body = stream.spoilt();
      try {
        int half = random.nextInt(body.length + 1);
        chat.read(body, 0, half, out);
        chat.read(body, half, body.length, out);
        chat.end(out);
      } catch (ParseFailure broken) {
        failed++;
        chat.fail(ApiError.of(ErrorType.UPSTREAM, "broken"), out);
      }
      String what = "seed " + seed;
      assertTrue(chat.done() || chat.error() != null, what);
      assertEquals(chat.begun(), chat.done(), what);
      String sent = Feed.text(out);
      assertEquals(chat.done(), sent.endsWith("\n\n" + Feed.DONE), what);
      assertEquals(chat.begun(), !sent.isEmpty(), what);
    }
    assertTrue(failed > STREAMS / 10, "too few broken streams: " + failed);
  }

  @Test
  void streamBrokenOff_atAnyFrame_losesNothingOfItsFrames() throws ParseFailure {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TextPlan text = text(random);
      RandomStream stream = new RandomStream(random, 1, random.nextBoolean());
      ChatStream chat = new ChatStream(Feed.plan(text, 1));
      ByteSink out = new ByteSink(16);
      String body = new String(stream.bytes, StandardCharsets.UTF_8);
      int end = body.lastIndexOf("{\"id\"", body.indexOf("\"finish_reason\":\""));
      byte[] cut = Feed.utf8(body.substring(0, body.lastIndexOf("data:", end)));

      chat.read(cut, 0, cut.length, out);
      chat.fail(ApiError.of(ErrorType.TIMEOUT, "silent"), out);

      if (!chat.begun()) {
        assertEquals(0, out.size());
        continue;
      }
      ClientView client = ClientView.of(Feed.text(out));
      assertEquals("timeout_error", client.error.get("type").textValue());
      RandomStream.Said said = stream.choices.get(0);
      said.finish = "length";
      if (!client.choices.isEmpty()) {
        ClientView.Choice choice = client.only();
        choice.finishes.add("length");
        check(said, choice, text, false, "seed " + seed);
      }
    }
  }

  private static TextPlan text(Random random) {
    boolean tools = random.nextInt(3) > 0;
    return new TextPlan(
        random.nextInt(4) > 0 ? "step3p5" : "none",
        random.nextInt(5) > 0 ? "step3p5" : "none",
        tools ? Texts.TOOLS : null,
        random.nextInt(5) == 0,
        random.nextInt(4) == 0,
        random.nextInt(4) == 0,
        1 << 16);
  }

  private static void check(
      RandomStream.Said said, ClientView.Choice client, TextPlan text, boolean json, String what) {
    Transcript told = new Transcript();
    ChoiceParser parser = text.newChoice(told);
    if (json) {
      parser.answersIfJson();
    }
    said.reasoning.forEach(parser::reasoning);
    parser.content(String.join("", said.content));
    parser.finish(said.finish.equals("stop"));

    assertEquals(told.reasoning.toString(), client.reasoning.toString(), what);
    assertEquals(told.content.toString(), client.content.toString(), what);
    assertEquals(told.calls.size(), client.calls.size(), what);
    for (int i = 0; i < told.calls.size(); i++) {
      assertEquals(told.calls.get(i).name, client.calls.get(i).name, what);
      String arguments = client.calls.get(i).arguments.toString();
      assertEquals(told.calls.get(i).arguments.toString(), arguments, what);
      if (said.finish.equals("stop")) {
        assertTrue(ClientView.arguments(arguments).isObject(), what);
      }
    }
    assertEquals(
        told.calls.size(), client.calls.stream().map(call -> call.id).distinct().count(), what);
    boolean byCalls = said.finish.equals("stop") && !told.calls.isEmpty();
    assertEquals(List.of(byCalls ? "tool_calls" : said.finish), client.finishes, what);
    assertEquals(said.tokens, client.tokens, what);
  }
}
