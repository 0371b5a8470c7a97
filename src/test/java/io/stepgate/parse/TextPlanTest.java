package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TextPlanTest {
  @Test
  void unknownParser_planned_isRefusedWithTheKnownNames() {
    assertEquals(
        "unknown reasoning parser 'step4', known are none, step3p5, step3, deepseek-r1",
        refusal(() -> plan("step4", "none", 1000)));
    assertEquals(
        "unknown tool-call parser 'auto', known are none, step3p5, qwen3_coder",
        refusal(() -> plan("none", "auto", 1000)));
    assertEquals("maxHeld must be at least 64", refusal(() -> plan("none", "none", 63)));
  }

  @Test
  void everyParserOfTheCatalog_planned_readsItsText() {
    for (String reasoning : ParserCatalog.reasoningNames()) {
      for (String calls : ParserCatalog.toolCallNames()) {
        Transcript told = new Transcript();
        ChoiceParser parser = plan(reasoning, calls, 1000).newChoice(told);
        parser.content("hm</think><tool_call><function=ping></function></tool_call>");
        parser.finish(true);

        assertEquals(reasoning.equals("none") ? "" : "hm", told.reasoning.toString());
        assertEquals(calls.equals("none") ? 0 : 1, told.calls.size(), reasoning + " " + calls);
      }
    }
  }

  @Test
  void modelIds_lookedUp_giveTheirParsers() {
    Map.of(
            "stepfun-ai/Step-3.5-Flash", "step3p5 step3p5",
            "/models/step3p5_flash_fp8", "step3p5 step3p5",
            "stepfun-ai/step3", "step3 none",
            "Qwen/Qwen3-Coder-30B", "none qwen3_coder",
            "deepseek-ai/DeepSeek-R1", "deepseek-r1 none",
            "openai/gpt-oss-20b", "none none")
        .forEach(
            (id, names) -> {
              ParserCatalog.Names found = ParserCatalog.forModel(id);
              assertEquals(names, found.reasoningParser() + " " + found.toolCallParser(), id);
            });
  }

  @Test
  void toolsOfARequest_read_areDeclared() {
    assertTrue(Texts.TOOLS.declares("bash"));
    assertFalse(Texts.TOOLS.declares("sh"));
    assertTrue(Vector.tools("[]").isEmpty());
    assertTrue(Vector.tools("null").isEmpty());
  }

  @Test
  void malformedTools_read_areRefusedByPlace() {
    Map.of(
            "{}",
            "tools must be an array",
            "[1]",
            "tools[0] must be an object",
            "[{\"function\": []}]",
            "tools[0].function must be an object",
            "[{\"name\": \"a\"}, {\"name\": 1}]",
            "tools[1].name must be a string that is not empty",
            "[{\"function\": {}}]",
            "tools[0].function.name must be a string that is not empty",
            "[",
            "tools is not valid JSON",
            "[] []",
            "tools must be one JSON array",
            "",
            "tools must be one JSON array",
            "[".repeat(2000),
            "tools nests deeper than 500 levels")
        .forEach((json, message) -> assertEquals(message, refusal(() -> Vector.tools(json)), json));
  }

  private static TextPlan plan(String reasoning, String calls, int maxHeld) {
    return new TextPlan(reasoning, calls, Texts.TOOLS, false, false, false, maxHeld);
  }

  private static String refusal(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }
}
