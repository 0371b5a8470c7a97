package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonToolCallParserTest {
  private static final TextPlan PLAN = Texts.plan("none", true, 500);

  @Test
  void arrayOfCalls_fed_givesCallsAndNoContent() {
    assertEquals(
        told("", "bash{\"command\": \"ls [}\"}, ping{}"),
        told(
            "\n[{\"name\": \"bash\", \"parameters\": {\"command\": \"ls [}\"}},\n"
                + " {\"name\": \"ping\", \"arguments\": {}}]\n"));
  }

  @Test
  void oneObject_fed_givesOneCall() {
    assertEquals(told("", "ping{}"), told("{\"name\": \"ping\", \"parameters\": {}, \"x\": [1]}"));
  }

  @Test
  void objectInAnotherOrder_fed_givesTheCallWhenComplete() {
    assertEquals(
        told("", "bash{\"command\": \"ls\"}, ping{}"),
        told("[{\"parameters\": {\"command\":\"ls\"}, \"name\": \"bash\"}, {\"name\": \"ping\"}]"));
  }

  @Test
  void longArguments_fedInPieces_arriveInPieces() {
    String value = "x".repeat(2000);
    Transcript told =
        Texts.answer(
            PLAN,
            true,
            Texts.characters(
                "[{\"name\": \"bash\", \"parameters\": {\"command\": \"" + value + "\"}}]"));

    assertTrue(told.last().pieces >= 2000, told.last().pieces + " pieces");
    assertEquals("{\"command\": \"" + value + "\"}", told.last().arguments.toString());
  }

  @Test
  void answerThatIsNoCall_fed_isContent() {
    for (String text :
        List.of(
            "{\"answer\": {\"n\": 36}}",
            "[1, 2]",
            "[]",
            "{\"name\": \"\", \"parameters\": {}}",
            "{'name': 1}",
            "{\"name\": \"" + "x".repeat(600) + "\", \"parameters\": {}}",
            "plain")) {
      assertEquals(told(text, ""), told(text));
    }
  }

  @Test
  void tagsInsteadOfJson_fed_areRead() {
    assertEquals(
        told("", "ping{}"), told("\n<tool_call>\n<function=ping>\n</function>\n</tool_call>"));
  }

  @Test
  void textAfterTheArray_fed_isContent() {
    assertEquals(told(" so", "ping{}"), told("[{\"name\": \"ping\"}] so\n"));
  }

  @Test
  void cutInArguments_isTruncated() {
    Transcript told =
        Texts.answer(
            PLAN, false, List.of("[{\"name\": \"bash\", \"parameters\": {\"command\": \"rm -"));

    assertEquals("[bash{\"command\": \"rm -~]", told.calls.toString());
  }

  @Test
  void cutBeforeArguments_isNoCallAndNoContent() {
    Transcript told = Texts.answer(PLAN, false, List.of("[{\"name\": \"ping\"}, {\"name\": \"ba"));

    assertEquals(told("", "ping{}"), told.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[{\"name\": \"ping\"},"})
  void blanksInAnArray_fedOneByOne_areLookedAtOnce(String opening) {
    int blanks = 800_000;
    List<String> pieces = new ArrayList<>(List.of(opening));
    pieces.addAll(Collections.nCopies(blanks, " "));
    pieces.add("{\"name\": \"ping\"}]");

    // Milliseconds; looking at all blanks again for each took minutes.
    Transcript told =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () -> Texts.answer(Texts.plan("none", true, 1 << 20), true, pieces));

    assertTrue(told.calls.toString().endsWith("ping{}]"), told.calls.toString());
  }

  @Test
  void commaWithoutACall_atTheEnd_isNoContent() {
    assertEquals(told("", "ping{}"), told("[{\"name\": \"ping\"} , \n"));
    assertEquals(told("[ \n", ""), told("[ \n"));
  }

  private static String told(String text) {
    return Texts.answer(PLAN, true, Texts.characters(text)).toString();
  }

  private static String told(String content, String calls) {
    return "reasoning: \ncontent: " + content + "\ncalls: [" + calls + "]";
  }
}
