package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts that no model should write, cut anywhere. {@link Transcript} watches the sink's rules. */
class TokenSoupTest {
  private static final int SOUPS = 1000;

  private final Random random = new Random(20260203);

  @Test
  void rawSoup_cutAnywhere_comesOutAsWhole() {
    for (int i = 0; i < SOUPS; i++) {
      String soup = Texts.soup(random);
      boolean stopped = random.nextBoolean();
      TextPlan plan =
          new TextPlan(
              random.nextBoolean() ? "step3p5" : "none",
              "step3p5",
              Texts.TOOLS,
              random.nextInt(4) == 0,
              random.nextInt(4) == 0,
              random.nextInt(4) == 0,
              1 << 16);

      Transcript whole = Texts.answer(plan, stopped, List.of(soup));
      Transcript cut = Texts.answer(plan, stopped, Texts.cut(soup, random));
      Transcript characters = Texts.answer(plan, stopped, Texts.characters(soup));

      assertEquals(whole.toString(), cut.toString(), soup);
      assertEquals(whole.toString(), characters.toString(), soup);
      assertTrue(whole.calls.stream().allMatch(call -> call.ended), soup);
    }
  }

  @Test
  void splitSoup_cutAnywhere_comesOutAsWhole() {
    for (int i = 0; i < SOUPS; i++) {
      String thought = Texts.soup(random);
      String answer = Texts.soup(random);
      boolean stopped = random.nextBoolean();
      TextPlan plan = Texts.plan("step3p5", random.nextInt(4) == 0, 1 << 16);

      String whole = split(plan, stopped, List.of(thought), List.of(answer));
      String cut = split(plan, stopped, Texts.cut(thought, random), Texts.cut(answer, random));

      assertEquals(whole, cut, thought + "|" + answer);
    }
  }

  @Test
  void passingPieces_skipped_changeNothing() {
    int skipped = 0;
    for (int i = 0; i < SOUPS; i++) {
      TextPlan plan = Texts.plan(random.nextBoolean() ? "step3p5" : "none", i % 4 == 0, 1 << 16);
      List<String> thought = Texts.cut(random.nextBoolean() ? "" : Texts.soup(random), random);
      List<String> answer = Texts.cut(Texts.soup(random), random);
      Transcript told = new Transcript();
      ChoiceParser parser = plan.newChoice(told);

      for (String piece : thought) {
        if (skippable(piece) && parser.passesBackendReasoning()) {
          told.reasoning(piece);
          skipped++;
        } else {
          parser.reasoning(piece);
        }
      }
      for (String piece : answer) {
        if (skippable(piece) && parser.passesReasoning()) {
          told.reasoning(piece);
          skipped++;
        } else if (skippable(piece) && parser.passesContent()) {
          told.content(piece);
          skipped++;
        } else {
          parser.content(piece);
        }
      }
      parser.finish(true);

      assertEquals(split(plan, true, thought, answer), told.toString(), thought + "|" + answer);
    }
    assertTrue(skipped > SOUPS, "the fast path was hardly ever open: " + skipped);
  }

  @Test
  void soup_underASmallLimit_holdsNoMoreThanTwoPlacesAndATag() {
    int limit = TextPlan.LEAST_HELD;
    for (int i = 0; i < SOUPS; i++) {
      String soup = Texts.soup(random) + " ".repeat(random.nextInt(300)) + Texts.soup(random);
      TextPlan plan = Texts.plan(random.nextBoolean() ? "step3p5" : "none", i % 4 == 0, limit);
      ChoiceParser parser = plan.newChoice(new Transcript());
      for (String piece : Texts.cut(soup, random)) {
        parser.content(piece);
        assertTrue(parser.heldChars() <= 2 * limit + FunctionTags.LONGEST, soup);
      }
      parser.finish(random.nextBoolean());
      assertEquals(0, parser.heldChars(), soup);
    }
  }

  private static boolean skippable(String piece) {
    return piece.indexOf('<') < 0
        && !MarkerScanner.isBlank(piece.charAt(0))
        && !MarkerScanner.isBlank(piece.charAt(piece.length() - 1));
  }

  private static String split(
      TextPlan plan, boolean stopped, List<String> thought, List<String> answer) {
    Transcript told = new Transcript();
    ChoiceParser parser = plan.newChoice(told);
    thought.forEach(parser::reasoning);
    answer.forEach(parser::content);
    parser.finish(stopped);
    return told.toString();
  }
}
