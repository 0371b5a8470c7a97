package io.stepgate.simulator.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "The weather in Beijing is 22°C and sunny.",
        "a\n</think>\n\n<tool_call>\n<function=f>\n<parameter=p>\n1\n</parameter>",
        "北京的天气 🔧🔧 \ud83d lone",
        "    indented 12345 <|im_end|>",
        "</thi </think"
      })
  void tokens_joined_giveTheText(String text) {
    assertEquals(text, String.join("", Tokenizer.split(text)));
    assertEquals(Tokenizer.count(text), Tokenizer.split(text).size());
  }

  @Test
  void specialTokens_areOneEach_otherTagsAreSeveral() {
    assertEquals(
        List.of("</think>", "<tool_call>", "<", "func", "tion", "="),
        Tokenizer.split("</think><tool_call><function="));
  }

  @Test
  void words_areCutToPiecesWithTheirBlank() {
    assertEquals(
        List.of("Beij", "ing", " is", " sunn", "y", ",", " ", "202", "6"),
        Tokenizer.split("Beijing is sunny, 2026"));
  }
}
