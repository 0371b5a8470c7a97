package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Text that stays undecided for longer than the limit, character by character. */
class HeldTextTest {
  private static final int LIMIT = 1000;
  private static final int LONG = 3 * LIMIT;
  private static final String BASH = "<tool_call>\n<function=bash>\n";

  @Test
  void blanksBeforeAnything_overTheLimit_areReasoning() {
    assertEquals(LONG, grown("step3p5", "", " ", "x</think>").reasoning.indexOf("x"));
  }

  @Test
  void blanksInTheAnswer_overTheLimit_areContent() {
    Transcript told = grown("none", "x", "\n", "y");

    assertEquals(LONG + 2, told.content.length());
  }

  @Test
  void blanksAfterACallMarker_overTheLimit_makeItText() {
    Transcript told = grown("none", "a <tool_call>", " ", "<function=none_such>");

    assertTrue(told.content.toString().startsWith("a <tool_call> "));
    assertEquals(
        "a <tool_call>".length() + LONG + "<function=none_such>".length(), told.content.length());
    assertTrue(told.calls.isEmpty());
  }

  @Test
  void tagThatNeverCloses_overTheLimit_isText() {
    Transcript told = grown("none", "<tool_call><function=", "b", "!");

    assertEquals("<tool_call><function=!".length() + LONG, told.content.length());
  }

  @Test
  void jsonObjectInAWrapper_overTheLimit_isText() {
    Transcript told = grown("none", "<tool_call>{\"name\": \"", "b", "!");

    assertEquals("<tool_call>{\"name\": \"!".length() + LONG, told.content.length());
  }

  @Test
  void callInUnclosedThinking_overTheLimit_isACall() {
    Transcript told =
        grown("step3p5", "hm " + BASH + "<parameter=command>", "c", "</parameter></function>");

    assertEquals("hm ", told.reasoning.toString());
    assertEquals(LONG, told.last().arguments.length() - "{\"command\": \"\"}".length());
  }

  @Test
  void closedCallAndMoreThinking_overTheLimit_isQuoted() {
    String call = BASH + "</function></tool_call>";

    Transcript told = grown("step3p5", "hm " + call + " or ", "z", "</think>done");

    assertTrue(told.calls.isEmpty());
    assertEquals(("hm " + call + " or ").length() + LONG, told.reasoning.length());
    assertEquals("done", told.content.toString());
  }

  @Test
  void blanksAfterAParameter_overTheLimit_endIt() {
    Transcript told =
        grown("none", BASH + "<parameter=command>ls</parameter>", " ", "</function></tool_call>");

    assertEquals("{\"command\": \"ls\"}", told.last().arguments.toString());
  }

  @Test
  void unfinishedCallInAValue_overTheLimit_endsTheValue() {
    String start = BASH + "<parameter=command>\nls\n" + BASH + "<parameter=command>";

    Transcript told = grown("none", start, "x", "</parameter></function></tool_call>");

    assertEquals("{\"command\": \"ls\"}", told.calls.get(0).arguments.toString());
    assertEquals(2, told.calls.size());
  }

  @Test
  void finishedCallInAValue_overTheLimit_staysInTheValue() {
    String start = BASH + "<parameter=command>\nls\n" + BASH + "</function></tool_call>";

    Transcript told = grown("none", start, "x", "</parameter></function></tool_call>");

    assertEquals(1, told.calls.size());
    assertTrue(told.last().arguments.length() > LONG);
  }

  @Test
  void typedValue_overTheLimit_isAString() {
    Transcript told =
        grown("none", BASH + "<parameter=timeout>", "1", "</parameter></function></tool_call>");

    assertEquals("{\"timeout\": \"" + "1".repeat(LONG) + "\"}", told.last().arguments.toString());
  }

  @Test
  void blanksThatMayLeadToNull_overTheLimit_areAString() {
    Transcript told =
        grown("none", BASH + "<parameter=cwd>", " ", "null</parameter></function></tool_call>");

    assertEquals("{\"cwd\": \"" + " ".repeat(LONG) + "null\"}", told.last().arguments.toString());
  }

  /** Feeds start, then many times the same character, then the end; it holds two places at most. */
  private static Transcript grown(String reasoning, String start, String character, String end) {
    Transcript told = new Transcript();
    ChoiceParser parser = Texts.plan(reasoning, false, LIMIT).newChoice(told);
    for (String piece : Texts.characters(start + character.repeat(LONG) + end)) {
      parser.content(piece);
      assertTrue(parser.heldChars() <= 2 * LIMIT, told::toString);
    }
    parser.finish(true);
    return told;
  }
}
