package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionTagToolCallParserTest {
  private static final String OPEN = "<tool_call>\n<function=bash>\n";
  private static final String CLOSE = "\n</function>\n</tool_call>";

  @Test
  void longStringArgument_fedInPieces_arrivesInPieces() {
    String value = "line \"one\"\n".repeat(200);

    Transcript told = told(OPEN + "<parameter=command>\n" + value + "</parameter>" + CLOSE);

    assertTrue(told.last().pieces > 1000, told.last().pieces + " pieces");
    String written = value.substring(0, value.length() - 1).replace("\"", "\\\"");
    assertEquals(
        "{\"command\": \"" + written.replace("\n", "\\n") + "\"}",
        told.last().arguments.toString());
  }

  @Test
  void openingTag_decided_startsTheCallBeforeItsArguments() {
    Transcript told = new Transcript();
    ChoiceParser parser = Texts.answerPlan().newChoice(told);

    parser.content("<tool_call>\n<function=bash>");

    assertEquals("bash", told.last().name);
    parser.content("\n<parameter=command>\nls -l");
    assertEquals("{\"command\": \"ls -l", told.last().arguments.toString());
  }

  @Test
  void brokenTagsOfDeclaredNames_areRepaired() {
    String value = "<parameter=command>ls</parameter>";
    List<String> broken =
        List.of(
            "<tool_call><function bash>" + value + CLOSE,
            "<tool_call><functionbash>" + value + CLOSE,
            "<tool_call><function=\"bash\">" + value + CLOSE,
            "<tool_call><function=bash\n" + value + CLOSE,
            "<tool_call>\n<tool_call>\n<function=bash>" + value + CLOSE + "</tool_call>",
            "<function=bash>" + value + "</function>",
            OPEN + "<parameter=parameter=command>ls</parameter>" + CLOSE,
            OPEN + "<parameter command>ls</parameter>" + CLOSE,
            OPEN + "<parameter name=\"command\">ls</parameter>" + CLOSE,
            OPEN + "<parameter=command:\nls</parameter>" + CLOSE,
            OPEN + "<parameter=command>\nls\n" + CLOSE.strip(),
            OPEN + "<parameter=command>ls",
            "<tool_call>{\"name\": \"bash\", \"arguments\": {\"command\": \"ls\"}}</tool_call>");

    for (String text : broken) {
      Transcript told = told(text);

      assertEquals("calls: [bash{\"command\": \"ls\"}]", calls(told), text);
      assertEquals("", told.content.toString(), text);
    }
  }

  @Test
  void brokenTagsOfOtherNames_stayText() {
    for (String text :
        List.of(
            "<tool_call><function who>x</function></tool_call>",
            "<function=who><parameter=a>x</parameter></function>",
            "use `<tool_call>` and `</function>`, or <parameter=x>",
            "<tool_call><function=>x</function></tool_call>",
            "<tool_call><function= >x</function></tool_call>")) {
      Transcript told = told(text);

      assertEquals(text, told.content.toString());
      assertTrue(told.calls.isEmpty(), text);
    }
  }

  @Test
  void cutValue_isNeverClosed() {
    Transcript told =
        Texts.answer(
            Texts.answerPlan(), false, List.of(OPEN + "<parameter=command>\nrm -rf /tmp/x"));

    assertEquals("calls: [bash{\"command\": \"rm -rf /tmp/x~]", calls(told));
  }

  @Test
  void cutTypedValue_isNotTold() {
    Transcript told =
        Texts.answer(Texts.answerPlan(), false, List.of(OPEN + "<parameter=timeout>\n12"));

    assertEquals("calls: [bash~]", calls(told));
  }

  @Test
  void nullableString_thatIsNull_isNull() {
    assertEquals(
        "calls: [bash{\"cwd\": null}]",
        calls(told(OPEN + "<parameter=cwd>\n NULL \n</parameter>" + CLOSE)));
    assertEquals(
        "calls: [bash{\"cwd\": \"nullify\", \"command\": \"null\"}]",
        calls(
            told(
                OPEN
                    + "<parameter=cwd>nullify</parameter>"
                    + "<parameter=command>null</parameter>"
                    + CLOSE)));
  }

  @Test
  void wholeCallInsideAValue_staysInTheValue() {
    String inner = "<tool_call>\n<function=ping>\n</function>\n</tool_call>";

    Transcript told = told(OPEN + "<parameter=command>echo '" + inner + "'</parameter>" + CLOSE);

    assertEquals(1, told.calls.size());
    assertTrue(told.last().arguments.toString().contains("<function=ping>"));
  }

  private static Transcript told(String text) {
    return Texts.answer(Texts.answerPlan(), true, Texts.characters(text));
  }

  private static String calls(Transcript told) {
    return "calls: " + told.calls;
  }
}
