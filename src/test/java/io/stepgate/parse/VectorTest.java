package io.stepgate.parse;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the reference makes of each text: whole, in the recorded chunks, and at every cut. */
class VectorTest {
  // Every cut of a text costs the square of its length. The machine is linear, so three texts of
  // 30,000 and more characters would still take minutes: they are cut at every place near both ends
  // and at every 37th between. -DeveryCut=true, as CI has it, cuts them everywhere.
  private static final int ALL_CUTS = Boolean.getBoolean("everyCut") ? Integer.MAX_VALUE : 20_000;
  private static final int NEAR_AN_END = 500;
  private static final int STRIDE = 37;

  private static final List<Vector> ALL =
      Stream.of(
              Vector.read("step3p5-reasoning.jsonl", Vector.Stage.THINKING),
              Vector.read("step3p5-tools.jsonl", Vector.Stage.CALLS),
              Vector.read("step3p5-more.jsonl", Vector.Stage.ALL))
          .flatMap(List::stream)
          .toList();

  @Test
  void recordedChunks_fed_giveTheReference() {
    for (Vector vector : ALL) {
      vector.check(vector.fed(vector.chunks()), "in its chunks");
    }
  }

  @Test
  void everyText_fedWholeOrByCharacter_givesTheReference() {
    for (Vector vector : distinct()) {
      vector.check(vector.fed(List.of(vector.text())), "whole");
      List<String> characters = vector.text().chars().mapToObj(Character::toString).toList();
      vector.check(vector.fed(characters), "by character");
    }
  }

  @Test
  void everyText_cutInTwo_givesTheReference() {
    for (Vector vector : distinct()) {
      String text = vector.text();
      for (int cut = 1; cut < text.length(); cut++) {
        boolean near = Math.min(cut, text.length() - cut) < NEAR_AN_END;
        if (near || text.length() < ALL_CUTS || cut % STRIDE == 0) {
          List<String> pieces = List.of(text.substring(0, cut), text.substring(cut));
          vector.check(vector.fed(pieces), "cut at " + cut);
        }
      }
    }
  }

  private static Collection<Vector> distinct() {
    Map<List<Object>, Vector> distinct = new LinkedHashMap<>();
    ALL.forEach(
        vector ->
            distinct.putIfAbsent(
                List.of(vector.text(), vector.stage(), vector.stopped(), vector.expect()), vector));
    return distinct.values();
  }
}
