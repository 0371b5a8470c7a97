package io.stepgate.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The thinking of a turn with calls is put back where its client left it out. */
class LostReasoningTest {
  private static final String CALLS = "'tool_calls':[{'function':{'name':'f'}, 'id':'known'}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'role':'assistant',CALLS} | {'reasoning_content':'I \\n think','role':'assistant',CALLS}",
        "{ 'role' : 'assistant', CALLS } | {'reasoning_content':'I \\n think', 'role' : 'assistant', CALLS }",
        "{CALLS,'reasoning_content':null,'role':'assistant'} | {CALLS,'reasoning_content':'I \\n think','role':'assistant'}",
        "{CALLS,'role':'assistant','reasoning_content' : ''} | {CALLS,'role':'assistant','reasoning_content' : 'I \\n think'}",
        "{CALLS,'role':'assistant','reasoning':null} | {'reasoning_content':'I \\n think',CALLS,'role':'assistant','reasoning':null}"
      })
  void turn_thatLostItsThinking_getsItBack(String message, String expected) throws Exception {
    assertEquals(body(expected), restored(body(message)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'role':'user',CALLS}",
        "{'role':'assistant','reasoning_content':'mine',CALLS}",
        "{'role':'assistant','reasoning':'mine',CALLS}",
        "{'role':'assistant','tool_calls':[{'id':'other'}]}",
        "{'role':'assistant','tool_calls':[{'id':7}]}",
        "{'role':'assistant','tool_calls':[{}]}",
        "{'role':'assistant','tool_calls':[]}",
        "{'role':'assistant','tool_calls':['known']}",
        "{'role':'assistant','tool_calls':'known'}",
        "{'role':'assistant','tool_calls':null}",
        "{'role':'assistant','content':'known'}",
        "{}",
        "7"
      })
  void otherMessage_passesAsItIs(String message) throws Exception {
    assertEquals(body(message), restored(body(message)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = "{'role':'assistant',CALLS}")
  void turn_thatStandsTwice_getsItBackOnce(String message) throws Exception {
    String twice = restored(body(message + ", " + message));

    assertEquals(2, twice.split("reasoning_content", -1).length, twice);
  }

  private static String restored(String body) throws InvalidRequest {
    BodyParts patched =
        ChatRequest.read(body.getBytes(StandardCharsets.UTF_8))
            .forBackend(
                "r",
                false,
                id -> id.equals("known") ? "I \\n think".getBytes(StandardCharsets.UTF_8) : null);
    return new String(patched.copy(), StandardCharsets.UTF_8);
  }

  private static String body(String messages) {
    return "{\"rid\":\"r\", \"messages\": ["
        + messages.replace("CALLS", CALLS).replace('\'', '"')
        + " ]}";
  }
}
