package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls that the backend parsed itself, and what it gets wrong. */
class BackendCallsTest {
  @Test
  void indexMinusOne_read_isDropped() throws ParseFailure {
    ClientView client = played("stop", call(-1, null, null, "{"), call(-1, "\"x\"", "\"f\"", "{"));

    assertEquals("||[]|[]|[stop]", client.only().toString());
  }

  @Test
  void unnamedFirstFragment_read_isDropped() throws ParseFailure {
    ClientView client =
        played("tool_calls", call(0, "\"call_a\"", null, "{"), call(1, "\"call_b\"", "\"\"", ""));

    assertEquals("||[]|[]|[stop]", client.only().toString());
  }

  @Test
  void namedCallWithoutId_read_getsOne() throws ParseFailure {
    ClientView client =
        played("tool_calls", call(0, null, "\"f\"", "{}"), call(1, null, "\"g\"", "{}"));

    List<ClientView.Call> calls = client.only().calls;
    assertEquals("[f{}, g{}]", calls.toString());
    assertTrue(calls.get(0).id.matches("call_[0-9a-f]{24}"), calls.get(0).id);
    assertNotEquals(calls.get(0).id, calls.get(1).id);
  }

  @Test
  void openArguments_atStop_areClosed() throws ParseFailure {
    ClientView client =
        played(
            "tool_calls",
            call(0, "\"call_a\"", "\"f\"", ""),
            call(0, null, null, "{\\\"a\\\": [1, \\\"x"),
            call(1, "\"call_b\"", "\"g\"", ""));

    assertEquals("||[f{\"a\": [1, \"x\"]}, g{}]|[]|[tool_calls]", client.only().toString());
  }

  @Test
  void openArguments_atLength_stayOpen() throws ParseFailure {
    ClientView client = played("length", call(0, "\"call_a\"", "\"f\"", "{\\\"a\\\": 1"));

    assertEquals("||[f{\"a\": 1]|[]|[length]", client.only().toString());
  }

  @Test
  void openArgumentsInTheFinishFrame_atStop_areClosedBehindTheCall() throws ParseFailure {
    String last =
        Feed.frame(
            0,
            "\"tool_calls\":[" + call(0, "\"call_a\"", "\"f\"", "{\\\"a\\\": 1") + "]",
            ",\"logprobs\":null,\"finish_reason\":\"tool_calls\"");

    ClientView client = ClientView.of(Feed.whole(new ChatStream(Feed.plan()), last + Feed.DONE));

    assertEquals("||[f{\"a\": 1}]|[]|[tool_calls]", client.only().toString());
  }

  @Test
  void secondCall_whenOnlyTheFirstIsWanted_isDropped() throws ParseFailure {
    TextPlan first = new TextPlan("step3p5", "step3p5", Texts.TOOLS, true, false, false, 1 << 16);

    ClientView client =
        played(
            Feed.plan(first),
            "tool_calls",
            call(0, "\"call_a\"", "\"f\"", ""),
            call(0, null, null, "{}"),
            call(1, "\"call_b\"", "\"g\"", ""),
            call(1, null, null, "{}"));

    assertEquals("||[f{}]|[]|[tool_calls]", client.only().toString());
  }

  @Test
  void callBehindOnesThatTheGatewayFound_read_getsTheNextNumber() throws ParseFailure {
    String thought = "hm <tool_call>\\n<function=ping>\\n</function>\\n</tool_call>";
    String body =
        Feed.frame("\"reasoning_content\":\"" + thought + "\"")
            + Feed.frame("\"tool_calls\":[" + call(0, "\"call_a\"", "\"f\"", "{}") + "]")
            + Feed.finish("tool_calls")
            + Feed.DONE;

    ClientView client = ClientView.of(Feed.whole(new ChatStream(Feed.plan()), body));

    assertEquals("[ping{}, f{}]", client.only().calls.toString());
  }

  @Test
  void blanksBetweenCalls_read_areNoContent() throws ParseFailure {
    String body =
        Feed.frame("\"content\":\"\\n\"")
            + Feed.frame("\"tool_calls\":[" + call(0, "\"call_a\"", "\"f\"", "{}") + "]")
            + Feed.frame("\"content\":\"\\n\"")
            + Feed.frame("\"tool_calls\":[" + call(1, "\"call_b\"", "\"g\"", "{}") + "]")
            + Feed.finish("tool_calls")
            + Feed.DONE;
    TextPlan text = Feed.text("none", "step3p5", Texts.TOOLS);

    ClientView client = ClientView.of(Feed.whole(new ChatStream(Feed.plan(text)), body));

    assertEquals("||[f{}, g{}]|[]|[tool_calls]", client.only().toString());
  }

  @Test
  void moreCallsThanAnyModelMakes_read_areAnError() throws ParseFailure {
    String[] calls =
        IntStream.range(0, 1024)
            .mapToObj(i -> call(i, "\"call_" + i + "\"", "\"f\"", "{}"))
            .toArray(String[]::new);
    String[] more = Arrays.copyOf(calls, 1025);
    more[1024] = call(1024, "\"call_x\"", "\"f\"", "{}");
    String far = call(1_000_000_000, "\"call_x\"", "\"f\"", "{}");

    assertEquals(1024, played("tool_calls", String.join(",", calls)).only().calls.size());
    for (String tooMany : List.of(String.join(",", more), far)) {
      ParseFailure failure = assertThrows(ParseFailure.class, () -> played("tool_calls", tooMany));
      assertEquals("the backend sent over 1024 tool calls", failure.getMessage());
    }
  }

  private static ClientView played(String reason, String... calls) throws ParseFailure {
    return played(Feed.plan(), reason, calls);
  }

  private static ClientView played(ChatPlan plan, String reason, String... calls)
      throws ParseFailure {
    StringBuilder body = new StringBuilder();
    for (String call : calls) {
      body.append(Feed.frame("\"role\":null,\"content\":null,\"tool_calls\":[" + call + "]"));
    }
    body.append(Feed.finish(reason)).append(Feed.DONE);
    return ClientView.of(Feed.whole(new ChatStream(plan), body.toString()));
  }

  private static String call(int index, String id, String name, String arguments) {
    return "{\"id\":%s,\"index\":%d,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":\"%s\"}}"
        .formatted(id, index, name, arguments);
  }
}
