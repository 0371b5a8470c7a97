package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.stepgate.json.JsonEscaper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotingTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "stepfun-ai/Step-3.5-Flash, stepfun-ai/Step-3.5-Flash",
        "a b, 'a b'",
        "$HOME, '$HOME'",
        "it's, 'it'\\''s'",
        "``, ''",
        "a;b, 'a;b'",
        "~, '~'"
      })
  void word_quotedForAShell_isBareOnlyIfNothingInItIsSpecial(String word, String quoted) {
    assertEquals(quoted, ShellRenderer.quoted(word));
  }

  @Test
  void switchBetweenFlags_rendered_keepsTheSeedsBlankAndStartsANewLine() {
    String text = ShellRenderer.render(List.of("x", "--enable-multi-layer-eagle", "--tp", "4"));

    assertEquals("x \\\n  --enable-multi-layer-eagle  \\\n  --tp 4", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yes",
        "4",
        "null",
        "a: b # c",
        "- x",
        "\"quoted\" \\ back",
        "'",
        "{}",
        "*",
        "& !",
        "line\nend\r\ttab",
        "\u0000\u001f\u007f\u0085\u2028",
        "4× Größe 日本",
        "\ud800"
      })
  void text_writtenAsJsonAndAsYaml_isReadBackUnchanged(String text) throws IOException {
    String yaml = new YamlMap().put("key", text).text();

    assertEquals(text, Golden.JSON.readValue(JsonEscaper.quoteAscii(text), String.class));
    assertEquals(text, new YAMLMapper().readTree(yaml).get("key").textValue());
  }
}
