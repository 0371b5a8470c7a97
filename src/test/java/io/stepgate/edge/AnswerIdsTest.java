package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stepgate.json.ByteSink;
import io.stepgate.openai.ClientRids;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client finds the name that it gave where the backend says the gateway's. */
class AnswerIdsTest {
  private static final String RID = "0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a | {'id':'RID','x':1} | {'id':'a','x':1}",
        "a | [{'id':'RID_0'},{'id':'RID_12'}] | [{'id':'a_0'},{'id':'a_12'}]",
        "q\"e | {'id':'RID'} | {'id':'q\\\"e'}",
        "a | {'id':'call_RID','y':'RID_x','z':'RIDs'} | {'id':'call_RID','y':'RID_x','z':'RIDs'}",
        "a | {'y':'RID_','z':'RID | {'y':'RID_','z':'RID",
        "a,b | [{'id':'RID_0'},{'id':'RID_1'},{'id':'RID_2'}] | [{'id':'a'},{'id':'b'},{'id':'RID_2'}]",
        "a,b | {'id':'RID'} | {'id':'a'}",
        " | {'id':'RID'} | {'id':'RID'}"
      })
  void ids_ofAnAnswer_areTheClientsNames(String names, String answer, String expected) {
    List<String> given = names == null ? List.of() : List.of(names.split(","));
    ByteSink out = new ByteSink(8);
    out.write(json(answer));

    ByteSink renamed = new AnswerIds(new ClientRids(given, given.size() > 1), RID).renamed(out);

    assertEquals(
        json(expected), new String(renamed.array(), 0, renamed.size(), StandardCharsets.UTF_8));
  }

  private static String json(String text) {
    return text.replace('\'', '"').replace("RID", RID);
  }
}
