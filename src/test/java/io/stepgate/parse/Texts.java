package io.stepgate.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tools, plans and texts for tests of the text machine. */
final class Texts {
  static final DeclaredTools TOOLS =
      Vector.tools(
          """
          [{"type": "function", "function": {"name": "bash", "parameters": {"type": "object",
             "properties": {"command": {"type": "string"}, "timeout": {"type": "integer"},
                            "cwd": {"type": ["string", "null"]}}}}},
           {"type": "function", "function": {"name": "edit", "parameters": {"type": "object",
             "properties": {"path": {"type": "string"}, "options": {"type": "object"}, "any": {}}}}},
           {"type": "function", "function": {"name": "ping"}}]
          """);

  private static final List<String> TOKENS =
      List.of(
          "<tool_call>",
          "</tool_call>",
          "<function=",
          "<function=bash>",
          "</function>",
          "<parameter=",
          "<parameter=command>",
          "<parameter=options>",
          "</parameter>",
          "<think>",
          "</think>",
          "<tool_call>\n<function=edit>\n",
          "</parameter>\n</function>\n</tool_call>",
          "<tool",
          "</par",
          "<",
          ">",
          "=",
          "bash",
          "timeout",
          "null",
          " ",
          "\n",
          "\r\n",
          "\t",
          "word",
          "two words",
          "[",
          "{",
          "}",
          "]",
          ",",
          "\"",
          "\\",
          "{\"name\": \"bash\", \"arguments\": {\"command\": \"ls\"}}",
          "{\"name\": \"ping\"}",
          "日本",
          "🎉",
          "é");

  private Texts() {}

  static TextPlan plan(String parser, boolean json, int maxHeld) {
    return new TextPlan(parser, "step3p5", TOOLS, false, json, false, maxHeld);
  }

  static TextPlan answerPlan() {
    return plan("none", false, 1 << 16);
  }

  static String soup(Random random) {
    StringBuilder soup = new StringBuilder();
    for (int i = random.nextInt(30); i >= 0; i--) {
      soup.append(TOKENS.get(random.nextInt(TOKENS.size())));
    }
    return soup.toString();
  }

  static List<String> cut(String text, Random random) {
    int longest = 1 + random.nextInt(12);
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < text.length(); from += pieces.get(pieces.size() - 1).length()) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(longest));
      pieces.add(text.substring(from, to));
    }
    return pieces;
  }

  static List<String> characters(String text) {
    return text.chars().mapToObj(Character::toString).toList();
  }

  static Transcript answer(TextPlan plan, boolean stopped, List<String> pieces) {
    Transcript told = new Transcript();
    ChoiceParser parser = plan.newChoice(told);
    pieces.forEach(parser::content);
    parser.finish(stopped);
    return told;
  }
}
