package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.stepgate.json.ByteSink;
import io.stepgate.json.MalformedJson;
import io.stepgate.openai.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageReaderTest {
  private final UsageReader reader = new UsageReader();

  @Test
  void sglangUsage_written_hasReasoningTokensInBothPlaces() throws MalformedJson {
    JsonNode usage =
        written(
            "{\"prompt_tokens\":25,\"total_tokens\":35,\"completion_tokens\":10,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":7},\"reasoning_tokens\":8}",
            false);

    assertEquals(8, usage.get("reasoning_tokens").intValue());
    assertEquals(8, usage.at("/completion_tokens_details/reasoning_tokens").intValue());
    assertEquals(35, usage.get("total_tokens").intValue());
    assertEquals(new Usage(25, 10, 8, 7), reader.usage());
  }

  @Test
  void noThoughtAtAll_written_isZeroReasoningTokens() throws MalformedJson {
    JsonNode usage = written("{\"completion_tokens\":3,\"reasoning_tokens\":0}", false);

    assertEquals(0, usage.at("/completion_tokens_details/reasoning_tokens").asInt(-1));
  }

  @Test
  void zeroOfABackendThatDoesNotSplit_written_isNoKnowledge() throws MalformedJson {
    String json = "{\"completion_tokens\":3,\"reasoning_tokens\":0}";

    assertEquals(ClientView.tree(json), written(json, true));
  }

  @Test
  void detailsWithReasoningTokens_written_stay() throws MalformedJson {
    String json =
        "{\"completion_tokens\":3,\"completion_tokens_details\":{\"reasoning_tokens\":2}}";

    assertEquals(ClientView.tree(json), written(json, false));
    assertEquals(2, reader.usage().reasoning());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{ }", "{\"accepted_prediction_tokens\":1}"})
  void otherDetails_written_areKeptBesideReasoningTokens(String details) throws MalformedJson {
    JsonNode usage =
        written("{\"completion_tokens_details\": " + details + " ,\"reasoning_tokens\":5}", false);

    assertEquals(5, usage.at("/completion_tokens_details/reasoning_tokens").intValue());
    assertEquals(
        details.contains("accepted") ? 2 : 1, usage.get("completion_tokens_details").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"prompt_tokens\":null}",
        "{\"prompt_tokens\":1e3}",
        "{\"prompt_tokens\":-1}"
      })
  void strangeNumbers_read_areUnknown(String json) throws MalformedJson {
    JsonNode usage = written(json, false);

    assertEquals(ClientView.tree(json), usage);
    assertEquals(Usage.NONE, reader.usage());
  }

  private JsonNode written(String json, boolean splitHere) throws MalformedJson {
    byte[] bytes = Feed.utf8("xx" + json + "yy");
    ByteSink out = new ByteSink(0);
    reader.read(bytes, 2, bytes.length - 2);
    reader.write(bytes, 2, bytes.length - 2, splitHere, out);
    return ClientView.tree(Feed.text(out));
  }
}
