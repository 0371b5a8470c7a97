package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.stepgate.json.ByteSink;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatAnswerTest {
  private static final String CALL =
      "<tool_call>\\n<function=bash>\\n<parameter=command>\\nls\\n</parameter>\\n</function>\\n</tool_call>";

  @Test
  void rawText_read_isSplitAndItsCallTaken() throws ParseFailure {
    JsonNode choice = choice("\"content\":\"hm\\n</think>\\nLook:\\n" + CALL + "\"", "stop", 0);

    assertEquals("hm\n", choice.at("/message/reasoning_content").textValue());
    assertEquals("\nLook:", choice.at("/message/content").textValue());
    JsonNode call = choice.at("/message/tool_calls/0");
    assertEquals("bash", call.at("/function/name").textValue());
    assertEquals("{\"command\": \"ls\"}", call.at("/function/arguments").textValue());
    assertEquals(0, call.get("index").intValue());
    assertTrue(call.get("id").textValue().matches("call_[0-9a-f]{24}"));
    assertEquals("tool_calls", choice.get("finish_reason").textValue());
  }

  @Test
  void reasoningSplitByTheBackend_read_givesOnlyTheCall() throws ParseFailure {
    JsonNode choice =
        choice("\"content\":\"\\n" + CALL + "\",\"reasoning_content\":\"hm\\n\"", "stop", 3);

    assertEquals("hm\n", choice.at("/message/reasoning_content").textValue());
    assertEquals("", choice.at("/message/content").textValue());
    assertEquals(1, choice.at("/message/tool_calls").size());
  }

  @Test
  void contentOfABackendThatCountedThinking_withoutReasoning_isAnswer() throws ParseFailure {
    JsonNode choice = choice("\"content\":\"36\",\"reasoning_content\":null", "stop", 3);

    assertEquals("36", choice.at("/message/content").textValue());
    assertTrue(choice.at("/message/reasoning_content").isNull());
  }

  @Test
  void callCutByLength_read_staysOpenAndKeepsItsReason() throws ParseFailure {
    String cut = CALL.substring(0, CALL.indexOf("s\\n</parameter"));

    JsonNode choice = choice("\"content\":\"hm</think>" + cut + "\"", "length", 0);

    assertEquals("length", choice.get("finish_reason").textValue());
    String arguments = choice.at("/message/tool_calls/0/function/arguments").textValue();
    assertThrows(AssertionError.class, () -> ClientView.tree(arguments + " "), arguments);
  }

  @Test
  void messageWithOtherMembers_rewritten_keepsThem() throws ParseFailure {
    JsonNode choice =
        choice("\"refusal\":null,\"content\":\"a</think>b\",\"x\":{\"content\":[1]}", "stop", 0);

    JsonNode message = choice.get("message");
    assertEquals("assistant", message.get("role").textValue());
    assertTrue(message.get("refusal").isNull());
    assertEquals(1, message.at("/x/content/0").intValue());
    assertEquals("b", message.get("content").textValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"content\":\"\\n36\",\"reasoning_content\":\"15 \\u00e9\\n\",\"tool_calls\":null",
        "\"content\":null,\"reasoning_content\":\"15\",\"tool_calls\":[{\"id\":\"call_a\","
            + "\"index\":0,\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]"
      })
  void answerThatNeedsNoChange_read_keepsItsBytes(String members) throws ParseFailure {
    String reason = members.contains("call_a") ? "tool_calls" : "stop";
    String json = answer(members, reason, "");

    assertEquals(json, read(json));
  }

  @Test
  void promotedCallAndBackendCalls_read_standInOneList() throws ParseFailure {
    String thought = "hm " + CALL;
    JsonNode choice =
        choice(
            "\"content\":null,\"reasoning_content\":\""
                + thought
                + "\",\"tool_calls\":[{\"id\":\"call_a\",\"index\":0,\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]",
            "tool_calls",
            5);

    JsonNode calls = choice.at("/message/tool_calls");
    assertEquals(2, calls.size());
    assertEquals(2, calls.findValuesAsText("id").stream().distinct().count());
    assertEquals(2, calls.findValuesAsText("index").stream().distinct().count());
  }

  @Test
  void callsWithoutIndex_read_stayTwoCalls() throws ParseFailure {
    JsonNode choice =
        choice(
            "\"content\":null,\"reasoning_content\":\"x\",\"tool_calls\":["
                + "{\"id\":\"call_a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                + "{\"id\":\"call_b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]",
            "tool_calls",
            1);

    assertEquals("g", choice.at("/message/tool_calls/1/function/name").textValue());
    assertEquals(1, choice.at("/message/tool_calls/1/index").intValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"choices\":null}",
        "{\"choices\":[1]}",
        "{\"choices\":[{]}",
        "{\"choices\":[]} x",
        "{\"choices\":[{\"message\":{}},{\"message\":{}}]}"
      })
  void noAnswer_read_fails(String json) {
    assertThrows(ParseFailure.class, () -> read(json));
  }

  @Test
  void callsWithoutEnd_read_costAsMuchAsTheyAreLong() throws ParseFailure {
    int calls = 400_000;
    String text = "<tool_call>\\n<function=ping>\\n</function>\\n</tool_call>".repeat(calls);

    // Seconds; four times the calls took sixteen times as long, and these took minutes.
    String read =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () -> read(answer("\"content\":\"</think>" + text + "\"", "stop", "")));

    assertEquals(calls, read.split("\"name\":\"ping\"", -1).length - 1);
  }

  private static JsonNode choice(String members, String reason, int reasoningTokens)
      throws ParseFailure {
    String usage =
        ",\"usage\":{\"completion_tokens\":9,\"reasoning_tokens\":" + reasoningTokens + "}";
    return ClientView.tree(read(answer(members, reason, usage))).at("/choices/0");
  }

  private static String answer(String members, String reason, String more) {
    return "{\"id\":\"r\", \"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
        + members
        + "},\"logprobs\":null,\"finish_reason\":\""
        + reason
        + "\"}]"
        + more
        + ",\"metadata\":{\"weight_version\":\"default\"}}";
  }

  private static String read(String json) throws ParseFailure {
    ByteSink out = new ByteSink(0);
    new ChatAnswer(Feed.plan()).read(Feed.utf8(json), out);
    return Feed.text(out);
  }
}
