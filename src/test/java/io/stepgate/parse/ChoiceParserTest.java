package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.parse.StreamState.Calling;
import io.stepgate.parse.StreamState.Phase;
import org.junit.jupiter.api.Test;

class ChoiceParserTest {
  private static final String PING = "<tool_call>\n<function=ping>\n</function>\n</tool_call>";

  private final Transcript told = new Transcript();

  @Test
  void rawText_runningThroughAllStates_isInEachInTurn() {
    ChoiceParser parser = machine(false);

    assertEquals(Phase.OPENING, parser.state());
    parser.content("<think>hm");
    assertEquals(Phase.THINKING, parser.state());
    parser.content("<tool_call><function=ping></function></tool_call>");
    assertEquals(Phase.UNDECIDED, parser.state());
    parser.content("no</think>");
    assertEquals(Phase.ANSWERING, parser.state());
    parser.content("<tool_call><function=ping>");
    assertEquals(new Calling(0, "ping"), parser.state());
    parser.content("</function>");
    assertEquals(Phase.ANSWERING, parser.state());
    parser.finish(true);
    assertEquals(Phase.DONE, parser.state());
  }

  @Test
  void backendSplitsThinking_contentComes_isAnswer() {
    ChoiceParser parser = machine(true);

    parser.reasoning("<think>\nhm");
    parser.content("yes</think>");
    parser.finish(true);

    assertEquals("\nhm", told.reasoning.toString());
    assertEquals("yes</think>", told.content.toString());
  }

  @Test
  void backendLeaksTheClosingMarker_restOfReasoning_isContent() {
    ChoiceParser parser = machine(true);

    parser.reasoning("hm</thi");
    parser.reasoning("nk>yes ");
    parser.reasoning("it is");
    parser.content(" so");
    parser.reasoning("later");
    parser.finish(true);

    assertEquals("hmlater", told.reasoning.toString());
    assertEquals("yes it is so", told.content.toString());
  }

  @Test
  void callEndsBackendReasoning_contentComes_isPromoted() {
    ChoiceParser parser = machine(true);

    parser.reasoning("hm " + PING + "\n");
    assertEquals(0, parser.callCount());
    parser.content("\n");
    parser.finish(true);

    assertEquals("hm ", told.reasoning.toString());
    assertEquals("", told.content.toString());
    assertEquals(1, parser.callCount());
  }

  @Test
  void callInsideBackendReasoning_contentComes_staysQuoted() {
    ChoiceParser parser = machine(true);

    parser.reasoning("hm " + PING + " no");
    parser.content("done");
    parser.finish(true);

    assertEquals("hm " + PING + " no", told.reasoning.toString());
    assertEquals("done", told.content.toString());
  }

  @Test
  void halfMarkerEndsBackendReasoning_contentComes_isReasoning() {
    ChoiceParser parser = machine(true);

    parser.reasoning("a </thi");
    parser.content("b");

    assertEquals("a </thi", told.reasoning.toString());
    assertEquals("b", told.content.toString());
  }

  @Test
  void backendThinksOnly_ends_promotesTheOpenCall() {
    ChoiceParser parser = machine(true);

    parser.reasoning("hm <tool_call><function=bash><parameter=command>ls");
    parser.finish(false);

    assertEquals("hm ", told.reasoning.toString());
    assertTrue(told.last().truncated);
  }

  @Test
  void grammarActive_contentComes_isNotThinking() {
    ChoiceParser parser = machine(true);

    parser.content("{\"answer\": 36}");
    parser.reasoning("<think>odd");
    parser.finish(true);

    assertEquals("{\"answer\": 36}", told.content.toString());
    assertEquals("<think>odd", told.reasoning.toString());
  }

  @Test
  void noReasoningParser_bothChannels_passUnchanged() {
    ChoiceParser parser = plain("none");

    assertTrue(parser.passesContent());
    assertTrue(parser.passesBackendReasoning());
    parser.reasoning("<think> a </think>");
    parser.content(" <tool_call> ");

    assertEquals("<think> a </think>", told.reasoning.toString());
    assertEquals(" <tool_call> ", told.content.toString());
  }

  @Test
  void noTools_callInThinking_isReasoning() {
    ChoiceParser parser = plain("step3p5");

    parser.content("hm " + PING);
    assertEquals(0, parser.heldChars());
    parser.content("</think>" + PING + "\n");
    parser.finish(true);

    assertEquals("hm " + PING, told.reasoning.toString());
    assertEquals(PING + "\n", told.content.toString());
  }

  @Test
  void emptyTexts_fed_decideNothing() {
    ChoiceParser parser = machine(false);

    parser.content("");
    parser.reasoning("");
    parser.reasoning("hm");
    parser.content("yes");

    assertEquals("hm", told.reasoning.toString());
    assertEquals("yes", told.content.toString());
  }

  @Test
  void textAfterTheEnd_fed_passesUnchanged() {
    ChoiceParser parser = machine(false);
    parser.content("hm</think>");
    parser.finish(true);
    parser.finish(true);

    parser.content("<tool_call>");
    parser.reasoning("</think>");

    assertEquals("hm</think>", told.reasoning.toString());
    assertEquals("<tool_call>", told.content.toString());
  }

  @Test
  void fastPath_followsTheState() {
    ChoiceParser parser = machine(false);
    assertFalse(parser.passesReasoning());
    parser.content("hm");
    assertTrue(parser.passesReasoning());
    assertFalse(parser.passesContent());
    parser.content("<");
    assertFalse(parser.passesReasoning());
    parser.content("/think>");
    assertFalse(parser.passesContent());
    parser.content("yes");
    assertTrue(parser.passesContent());
    parser.content(" ");
    assertFalse(parser.passesContent());
    assertTrue(parser.passesBackendReasoning());
  }

  @Test
  void noParallelCalls_laterCalls_areDroppedWhole() {
    ChoiceParser parser =
        new TextPlan("none", "step3p5", Texts.TOOLS, true, false, false, 1000).newChoice(told);

    parser.content("a" + PING + "b" + PING + "c");
    parser.finish(true);

    assertEquals(1, told.calls.size());
    assertEquals(1, parser.callCount());
    assertEquals("abc", told.content.toString());
  }

  private ChoiceParser machine(boolean startsInContent) {
    return new TextPlan("step3p5", "step3p5", Texts.TOOLS, false, false, startsInContent, 1 << 16)
        .newChoice(told);
  }

  private ChoiceParser plain(String reasoning) {
    return new TextPlan(reasoning, "step3p5", null, false, false, false, 1 << 16).newChoice(told);
  }
}
