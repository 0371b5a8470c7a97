package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.stepgate.json.ByteSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded streams and answers of SGLang v0.5.18, against the text its engine had produced. */
class WireReplayTest {
  /** Cases whose text SGLang itself changed or lost; each has its own test. */
  private static final Set<String> UNFAITHFUL =
      Set.of(
          "wire/tool-cut",
          "wire/tool-stray-function-close",
          "wire/tool-crash-set",
          "wire/force-nonempty-content",
          "wire/abort-400-first",
          "wire/abort-503-midstream");

  static List<WireCase> cases() {
    return WireCase.all();
  }

  static List<WireCase> faithful() {
    return cases().stream().filter(wire -> !UNFAITHFUL.contains(wire.id())).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void recordedStream_cutAnywhere_givesTheSameBytes(WireCase wire) throws ParseFailure {
    byte[] body = Feed.utf8(wire.sse());
    Random random = new Random(7);

    String whole = Feed.whole(new ChatStream(wire.plan()), body);

    assertEquals(whole, Feed.cut(new ChatStream(wire.plan()), body, 1, random));
    for (int i = 0; i < 20; i++) {
      assertEquals(whole, Feed.cut(new ChatStream(wire.plan()), body, 1 + 20 * i, random));
    }
  }

  @ParameterizedTest
  @MethodSource("faithful")
  void recordedStream_replayed_saysWhatTheEngineSaid(WireCase wire) throws ParseFailure {
    Transcript engine = Texts.answer(wire.text(), wire.stopped(), List.of(wire.engineText()));

    ClientView client = ClientView.of(Feed.whole(new ChatStream(wire.plan()), wire.sse()));

    ClientView.Choice choice = client.only();
    assertTrue(client.done);
    assertNull(client.error);
    assertEquals(engine.reasoning.toString(), choice.reasoning.toString());
    assertSameText(engine.content.toString(), choice.content.toString(), engine);
    assertSameCalls(engine.calls, choice.calls);
    assertEquals(List.of(finish(wire, engine)), choice.finishes);
    assertEquals(wire.wantsUsage() ? 1 : 0, client.usageFrames.size());
  }

  @ParameterizedTest
  @MethodSource("faithful")
  void recordedAnswer_replayed_saysWhatTheEngineSaid(WireCase wire) throws ParseFailure {
    Transcript engine = Texts.answer(wire.text(), wire.stopped(), List.of(wire.engineText()));

    JsonNode choice = answer(wire).get("choices").get(0);

    JsonNode message = choice.get("message");
    assertEquals("assistant", message.get("role").textValue());
    assertEquals(
        engine.reasoning.toString(), message.get("reasoning_content").asText().replace("null", ""));
    assertSameText(engine.content.toString(), message.get("content").textValue(), engine);
    assertEquals(engine.calls.size(), message.get("tool_calls").size());
    for (int i = 0; i < engine.calls.size(); i++) {
      JsonNode function = message.get("tool_calls").get(i).get("function");
      assertEquals(engine.calls.get(i).name, function.get("name").textValue());
      assertEquals(
          ClientView.tree(engine.calls.get(i).arguments.toString()),
          ClientView.tree(function.get("arguments").textValue()));
    }
    assertEquals(finish(wire, engine), choice.get("finish_reason").textValue());
  }

  @ParameterizedTest
  @MethodSource("faithful")
  void recordedAnswer_thatNothingChanges_keepsEveryOtherMember(WireCase wire) throws ParseFailure {
    JsonNode before = ClientView.tree(wire.whole());

    JsonNode after = answer(wire);

    for (String key : List.of("id", "object", "created", "model", "metadata")) {
      assertEquals(before.get(key), after.get(key));
    }
    JsonNode usage = after.get("usage");
    assertEquals(before.get("usage").get("total_tokens"), usage.get("total_tokens"));
    int reasoning = usage.get("reasoning_tokens").intValue();
    JsonNode details = usage.path("completion_tokens_details").path("reasoning_tokens");
    assertEquals(wire.id().equals("wire/no-reasoning-parser"), details.isMissingNode());
    assertEquals(reasoning, details.asInt(0));
  }

  @Test
  void usageFrame_asked_hasTheDetailsWhereOpenAiPutsThem() throws ParseFailure {
    WireCase wire = WireCase.named("answer-cache-report");

    ClientView client = ClientView.of(Feed.whole(new ChatStream(wire.plan()), wire.sse()));

    JsonNode usage = client.usageFrames.get(0);
    assertEquals(
        usage.get("reasoning_tokens"), usage.at("/completion_tokens_details/reasoning_tokens"));
    assertTrue(usage.at("/prompt_tokens_details/cached_tokens").isInt());
  }

  @Test
  void streamReasoningFalse_replayed_sendsOneReasoningFrame() throws ParseFailure {
    WireCase wire = WireCase.named("answer");
    ChatPlan plan =
        new ChatPlan(wire.text(), 1, false, true, false, Feed.RID, List.of(), null, Feed.MAX_FRAME);

    String out = Feed.whole(new ChatStream(plan), wire.sse());

    assertEquals(1, out.split("\"reasoning_content\":\"", -1).length - 1);
    assertEquals("15% of 240.\n", ClientView.of(out).only().reasoning.toString());
  }

  @Test
  void contentForcedFromReasoning_replayed_passes() throws ParseFailure {
    WireCase wire = WireCase.named("force-nonempty-content");

    ClientView client = ClientView.of(Feed.whole(new ChatStream(wire.plan()), wire.sse()));

    assertEquals("only thoughts|only thoughts|[]|[]|[length]", client.only().toString());
  }

  @Test
  void callCutByLength_replayed_isNeverClosed() throws ParseFailure {
    WireCase wire = WireCase.named("tool-cut");

    ClientView client = ClientView.of(Feed.whole(new ChatStream(wire.plan()), wire.sse()));

    assertEquals("x\n||[get_weather]|[]|[length]", client.only().toString());
    JsonNode choice = answer(wire).get("choices").get(0);
    assertEquals("length", choice.get("finish_reason").textValue());
  }

  @Test
  void strayFunctionClose_replayed_becomesNoCall() throws ParseFailure {
    WireCase wire = WireCase.named("tool-stray-function-close");

    ClientView client = ClientView.of(Feed.whole(new ChatStream(wire.plan()), wire.sse()));

    // The closing tag is lost in SGLang; its two fragments with index -1 are dropped.
    assertEquals("x\n", client.only().reasoning.toString());
    assertEquals("hello world", client.only().content.toString().strip().replace("  ", " "));
    assertTrue(client.only().calls.isEmpty());
    assertEquals(List.of("stop"), client.only().finishes);
  }

  @Test
  void streamThatBreaksOff_replayed_endsWithAnErrorFrame() throws ParseFailure {
    WireCase wire = WireCase.named("tool-crash-set");
    assertTrue(wire.crashed());
    ChatStream stream = new ChatStream(wire.plan());

    ClientView client = ClientView.of(Feed.whole(stream, wire.sse()));

    assertEquals("upstream_error", client.error.get("type").textValue());
    assertTrue(client.done);
    assertTrue(stream.done());
    assertEquals("x\n", client.only().reasoning.toString());
    assertEquals(1, client.only().calls.size());
    assertTrue(client.only().finishes.isEmpty());
  }

  @Test
  void errorAsFirstFrame_replayed_isKeptAndNothingWritten() throws ParseFailure {
    ChatStream stream = new ChatStream(WireCase.named("abort-400-first").plan());

    String out = Feed.whole(stream, WireCase.named("abort-400-first").sse());

    assertEquals("", out);
    assertFalse(stream.begun());
    assertEquals(400, stream.error().status());
    assertEquals("The input is too long", stream.error().message());
  }

  @Test
  void errorInTheMiddle_replayed_isOneErrorFrameAndDone() throws ParseFailure {
    ChatStream stream = new ChatStream(WireCase.named("abort-503-midstream").plan());

    ClientView client =
        ClientView.of(Feed.whole(stream, WireCase.named("abort-503-midstream").sse()));

    assertEquals("overloaded_error", client.error.get("type").textValue());
    assertEquals("The request queue is full.", client.error.get("message").textValue());
    assertTrue(client.done);
    assertEquals("a", client.only().reasoning.toString());
    assertEquals(503, stream.error().status());
  }

  private static JsonNode answer(WireCase wire) throws ParseFailure {
    ByteSink out = new ByteSink(16);
    new ChatAnswer(wire.plan()).read(Feed.utf8(wire.whole()), out);
    return ClientView.tree(Feed.text(out));
  }

  private static String finish(WireCase wire, Transcript engine) {
    return wire.stopped() && !engine.calls.isEmpty() ? "tool_calls" : wire.engineFinish();
  }

  /** Blanks around calls are free. */
  private static void assertSameText(String expected, String actual, Transcript engine) {
    if (engine.calls.isEmpty()) {
      assertEquals(expected, actual);
    } else {
      assertEquals(expected.strip(), actual.strip());
    }
  }

  private static void assertSameCalls(
      List<Transcript.Call> expected, List<ClientView.Call> actual) {
    List<String> names = new ArrayList<>();
    expected.forEach(call -> names.add(call.name));
    assertEquals(names, actual.stream().map(call -> call.name).toList());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(
          ClientView.tree(expected.get(i).arguments.toString()),
          ClientView.tree(actual.get(i).arguments.toString()));
    }
  }
}
