package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
    ModelList list =
        ModelList.read(
            answer("{'object':'list','data':[{'id':'b','max_model_len':262144},{'id':'a'}]}"));

    assertEquals(
        List.of(
            new ServedModel("b", "{\"id\":\"b\",\"max_model_len\":262144}"),
            new ServedModel("a", "{\"id\":\"a\"}")),
        list.models());
    assertEquals(0, list.leftOut());
  }

  @Test
  void entriesWithoutIdReadAreSkipped() throws JsonProcessingException {
    assertEquals(
        List.of(new ServedModel("a", "{\"id\":\"a\"}")),
        ModelList.read(answer("{'data':[{},{'id':5},'x',{'id':'a'}]}")).models());
  }

  @Test
  void veryLongId_read_isLeftOut() throws JsonProcessingException {
    ModelList list =
        ModelList.read(answer("{'data':[{'id':'" + "x".repeat(257) + "'},{'id':'a'}]}"));

    assertEquals(List.of(new ServedModel("a", "{\"id\":\"a\"}")), list.models());
    assertEquals(1, list.leftOut());
  }

  @Test
  void noListReadIsAFailure() {
    assertThrows(
        ControlFailure.class, () -> ModelList.read(new Answer(200, MissingNode.getInstance())));
    assertThrows(ControlFailure.class, () -> ModelList.read(answer("{'data':{}}")));
    assertThrows(ControlFailure.class, () -> ModelList.read(answer("[]")));
  }

  @Test
  void listsComparedByIdsAlone() {
    ModelList one = new ModelList(List.of(new ServedModel("a", "{1}")), 0);

    assertTrue(one.sameIds(List.of(new ServedModel("a", "{2}"))));
    assertFalse(one.sameIds(List.of()));
    assertFalse(one.sameIds(null));
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
    assertEquals(
        new ModelInfo(reasoning, toolCalls, true, false),
        ModelInfo.read(answer(json), answer("{}")));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{'is_generation':false}, false",
        "{'is_generation':true}, true",
        "{'is_generation':null}, true",
        "{}, true"
      })
  void modelInfo_read_tellsWhoDoesNotGenerate(String json, boolean generates)
      throws JsonProcessingException {
    assertEquals(generates, ModelInfo.read(answer(json), answer("{}")).generates());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{'stream_response_default_include_usage':true}, true",
        "{'stream_response_default_include_usage':false}, false",
        "{'stream_response_default_include_usage':null}, false",
        "{}, false",
        "[], false"
      })
  void serverInfo_read_tellsWhetherUsageComesUnasked(String json, boolean tells)
      throws JsonProcessingException {
    assertEquals(tells, ModelInfo.read(answer("{}"), answer(json)).tellsUsage());
  }

  private static Answer answer(String json) throws JsonProcessingException {
    return new Answer(200, JSON.readTree(json.replace('\'', '"')));
  }
}
