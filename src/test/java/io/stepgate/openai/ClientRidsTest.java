package io.stepgate.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names that a client gives, and how many answers have names. */
class ClientRidsTest {
  @Test
  void names_ofARequest_areReadAsTheyStand() throws InvalidRequest {
    assertEquals(List.of("a\u00e9"), generate("'rid':'a\\u00e9'").rids().names());
    assertEquals(List.of("a", "b"), generate("'rid': [ 'a' , 'b' ]").rids().names());
    assertEquals(List.of(), generate("'rid':null").rids().names());
    assertEquals(List.of(), generate("'rid':[]").rids().names());
  }

  @Test
  void names_thatAreNone_areRefused() {
    String long1 = "x".repeat(129);
    for (String rid :
        List.of("7", "{}", "''", "'" + long1 + "'", "[1]", "['a',['b']]", "['" + long1 + "']")) {
      InvalidRequest refused = assertThrows(InvalidRequest.class, () -> generate("'rid':" + rid));
      assertEquals("rid", refused.error().param());
    }
    String many = "['a'" + ",'a'".repeat(1024) + "]";
    assertThrows(InvalidRequest.class, () -> generate("'rid':" + many));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'text':'a' | 0",
        "'text':['a'] | 1",
        "'text':['a', 'b' ,'c'] | 3",
        "'text':[] | 0",
        "'input_ids':[1,2] | 0",
        "'input_ids':[[1],[2]] | 2",
        "'text':'a','sampling_params':{'n':3} | 3",
        "'text':['a','b'],'sampling_params':{'n':3} | 6",
        "'text':['a','b'],'sampling_params':[{},{'n':1}] | 2",
        "'text':'a','sampling_params':{'n':'x'} | 0"
      })
  void answersOfGenerate_areCounted(String fields, int answers) throws InvalidRequest {
    assertEquals(answers, generate(fields).answers());
  }

  @Test
  void answersOfCompletions_areCounted() throws InvalidRequest {
    assertEquals(0, completion("'prompt':'a'").answers());
    assertEquals(0, completion("'prompt':[7,8]").answers());
    assertEquals(4, completion("'prompt':['a','b'],'n':2").answers());
    assertEquals(2, completion("'prompt':[[7],[8]]").answers());
    assertEquals(256, completion("'prompt':['a'" + ",'a'".repeat(999) + "],'n':9").answers());
  }

  private static PlainRequest generate(String fields) throws InvalidRequest {
    return PlainRequest.readGenerate(json(fields));
  }

  private static PlainRequest completion(String fields) throws InvalidRequest {
    return PlainRequest.readCompletion(json(fields));
  }

  private static byte[] json(String fields) {
    return ("{" + fields.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8);
  }
}
