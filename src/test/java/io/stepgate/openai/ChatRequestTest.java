package io.stepgate.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.json.Span;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChatRequestTest {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  @Test
  void tools_behindAnyText_standWhereTheSpanSays() throws Exception {
    for (String text :
        new String[] {
          "", "é", "\u4e2d", "\ud83d\ude00", "\\u00e9\\n", "x".repeat(20_000), "ü".repeat(9_000)
        }) {
      String body =
          "{\"user\":\""
              + text
              + "\","
              + MESSAGES
              + ",\"tools\": [ {\"a\":\""
              + text
              + "\"} ] ,\"z\":1}";

      ChatRequest request = read(body);

      byte[] bytes = request.body();
      Span span = request.tools();
      String tools = new String(bytes, span.from(), span.length(), StandardCharsets.UTF_8);
      assertEquals("[ {\"a\":\"" + text + "\"} ]", tools);
    }
  }

  @Test
  void patched_keepsEveryOtherByte() throws Exception {
    String body = " { \"a\" : 1.0 , " + MESSAGES + ", \"stream\":true,\"rid\":\"mine\" }";

    String patched =
        new String(
            read(body).forBackend("0".repeat(32), true, null).copy(), StandardCharsets.UTF_8);

    assertEquals(
        " {\"skip_special_tokens\":false,\"stream_options\":{\"include_usage\":true}, \"a\" : 1.0 , "
            + MESSAGES
            + ", \"stream\":true,\"rid\":\""
            + "0".repeat(32)
            + "\" }",
        patched);
  }

  @Test
  void streamOptions_ofTheClient_areKept() throws Exception {
    String body =
        "{" + MESSAGES + ",\"stream\":true,\"stream_options\":{\"x\":1,\"include_usage\":false}}";

    String patched =
        new String(read(body).forBackend("r", false, null).copy(), StandardCharsets.UTF_8);

    assertTrue(patched.contains("\"stream_options\":{\"x\":1,\"include_usage\":true}"), patched);
    assertFalse(read(body).wantsUsage());
  }

  @Test
  void wrongBodies_areRefusedByTheFieldThatIsWrong() {
    assertNull(refused("").param());
    assertNull(refused("[1]").param());
    assertNull(refused("{\"messages\":[]} x").param());
    assertNull(refused("{\"messages\":[}").param());
    assertNull(refused("{\"a\":" + "[".repeat(3000) + "]".repeat(3000) + "}").param());
    assertEquals("messages", refused("{}").param());
    assertEquals("messages", refused("{\"messages\":{}}").param());
    assertEquals("messages", refused("{\"messages\":[],\"messages\":[]}").param());
    assertEquals("stream", refused("{" + MESSAGES + ",\"stream\":1}").param());
    assertEquals("n", refused("{" + MESSAGES + ",\"n\":0}").param());
    assertEquals("model", refused("{" + MESSAGES + ",\"model\":3}").param());
    assertEquals(
        "model", refused("{" + MESSAGES + ",\"model\":\"" + "m".repeat(1025) + "\"}").param());
    assertEquals("tools", refused("{" + MESSAGES + ",\"tools\":{}}").param());
    assertEquals("tool_choice", refused("{" + MESSAGES + ",\"tool_choice\":\"some\"}").param());
  }

  @Test
  void tools_thatAreNoFunctions_areRefusedByTheirType() throws Exception {
    String function = "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}";
    for (String type : new String[] {"web_search", "custom", "web_search_preview", "Function"}) {
      ApiError refused = refusedTools(function + ", {\"x\":[],\"type\" : \"" + type + "\"}");
      assertEquals("tools[1].type", refused.param());
      assertTrue(refused.message().contains("'" + type + "'"), refused.message());
      assertTrue(refused.message().contains("function"), refused.message());
    }
    assertEquals("tools[0].type", refusedTools("{\"type\":7}").param());
    assertTrue(refusedTools("{\"type\":\"" + "x".repeat(999) + "\"}").message().length() < 200);
    read(tools(function + ",{\"function\":{\"name\":\"g\"}},{\"type\":null,\"name\":\"h\"}"));
  }

  private static ApiError refusedTools(String tools) {
    return refused(tools(tools));
  }

  private static String tools(String tools) {
    return "{" + MESSAGES + ",\"tool_choice\":\"none\",\"tools\":[" + tools + "]}";
  }

  @Test
  void continuedAnswer_isInsideThinking_untilThatIsClosed() throws Exception {
    assertFalse(continued("so far").continuesAnswer());
    assertFalse(continued("").continuesAnswer());
    assertFalse(continued("<think>a").continuesAnswer());
    assertFalse(continued("a</think>b<think>c").continuesAnswer());
    assertTrue(continued("<think>a</think>b").continuesAnswer());
    assertTrue(continued("a</think>b").continuesAnswer());
    assertFalse(read("{" + MESSAGES + "}").continuesAnswer());
  }

  private static ChatRequest continued(String text) throws InvalidRequest {
    return read(
        "{\"continue_final_message\":true,\"messages\":[{\"role\":\"assistant\",\"content\":\""
            + text
            + "\"}]}");
  }

  private static ChatRequest read(String body) throws InvalidRequest {
    return ChatRequest.read(body.getBytes(StandardCharsets.UTF_8));
  }

  private static ApiError refused(String body) {
    return assertThrows(InvalidRequest.class, () -> read(body), body).error();
  }
}
