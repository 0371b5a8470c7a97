package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final int READ = 64 * 1024;

  private final List<Integer> resumed = new ArrayList<>();
  private Runnable beat;
  private final Intake intake = new Intake(next -> beat = next);

  @Test
  void oneUpload_bringsMoreThanABeatAllows_goesOnAfterTheNext() {
    assertFalse(intake.took(Intake.BEAT_BYTES));
    assertTrue(intake.took(1));
    intake.await(() -> resumed.add(0));

    beats();

    assertEquals(List.of(0), resumed);
    assertFalse(intake.took(1));
  }

  @Test
  void manyUploads_atEachBeat_aFewGoOnInTheirOrder() {
    intake.took(Intake.BEAT_BYTES);
    for (int i = 0; i < 100; i++) {
      int upload = i;
      assertTrue(intake.took(1));
      intake.await(() -> resumed.add(upload));
    }

    beats();
    beats();

    assertEquals(IntStream.range(0, 2 * Intake.BEAT_CONNECTIONS).boxed().toList(), resumed);
  }

  @Test
  void moreThanABeat_cameInOne_isPaidForByThoseThatFollow() {
    intake.took(3 * Intake.BEAT_BYTES);
    intake.await(() -> resumed.add(0));

    beats();
    assertEquals(List.of(), resumed);
    beats();
    beats();

    assertEquals(List.of(0), resumed);
  }

  @Test
  void nothingComes_forABeat_nothingIsScheduled() {
    intake.took(READ);

    beats();

    assertNull(beat);
  }

  private void beats() {
    Runnable now = beat;
    beat = null;
    now.run();
  }
}
