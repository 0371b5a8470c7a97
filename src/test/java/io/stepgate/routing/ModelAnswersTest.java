package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.stepgate.routing.ControlCalls.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading {@code /v1/models} and {@code /model_info}. */
class ModelAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void modelListReadKeepsOrderAndWholeEntries() throws JsonProcessingException {
    List<ServedModel> models =
        ModelList.read(
            answer("{'object':'list','data':[{'id':'b','max_model_len':262144},{'id':'a'}]}"));

    assertEquals(
        List.of(
            new ServedModel("b", "{\"id\":\"b\",\"max_model_len\":262144}"),
            new ServedModel("a", "{\"id\":\"a\"}")),
        models);
  }

  @Test
  void entriesWithoutIdReadAreSkipped() throws JsonProcessingException {
    assertEquals(
        List.of(new ServedModel("a", "{\"id\":\"a\"}")),
        ModelList.read(answer("{'data':[{},{'id':5},'x',{'id':'a'}]}")));
  }

  @Test
  void noListReadIsUnknown() throws JsonProcessingException {
    assertNull(ModelList.read(new Answer(404, MissingNode.getInstance())));
    assertNull(ModelList.read(answer("{'data':{}}")));
    assertNull(ModelList.read(answer("[]")));
  }

  @Test
  void listsComparedByIdsAlone() {
    List<ServedModel> one = List.of(new ServedModel("a", "{1}"));

    assertTrue(ModelList.sameIds(one, List.of(new ServedModel("a", "{2}"))));
    assertFalse(ModelList.sameIds(one, List.of()));
    assertFalse(ModelList.sameIds(one, null));
    assertTrue(ModelList.sameIds(null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'reasoning_parser':\"step3p5\",'tool_call_parser':null} | YES | NO",
        "{'reasoning_parser':null,'tool_call_parser':\"step3p5\"} | NO | YES",
        "{'model_path':\"m\"} | UNKNOWN | UNKNOWN",
        "{'reasoning_parser':\"\",'tool_call_parser':true} | UNKNOWN | UNKNOWN",
        "[] | UNKNOWN | UNKNOWN"
      },
      quoteCharacter = '`')
  void modelInfoReadTellsWhoSplits(String json, Splits reasoning, Splits toolCalls)
      throws JsonProcessingException {
    assertEquals(new ModelInfo(reasoning, toolCalls), ModelInfo.read(answer(json)));
  }

  private static Answer answer(String json) throws JsonProcessingException {
    return new Answer(200, JSON.readTree(json.replace('\'', '"')));
  }
}
