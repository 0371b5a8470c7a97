package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendViewTest {
  private static final ModelInfo SAYS_NOTHING = new ModelInfo(Splits.UNKNOWN, Splits.UNKNOWN);

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "step, true, step",
        "step:free, true, step",
        "step:a:b, true, step",
        "step:lora, true, step:lora",
        "other, false, null",
        "other:free, false, null",
        "ste, false, null",
        "Step, false, null",
        ":free, false, null",
        "null, true, step"
      })
  void listKnownModelAskedMatchesIdOrBaseName(String model, boolean serves, String served) {
    BackendView view = serving("step", "step:lora");

    assertEquals(serves, view.serves(model));
    assertEquals(served, view.servedName(model));
  }

  @Test
  void listUnknownModelAskedServesAny() {
    BackendView view = BackendView.UNSEEN.ready(null, SAYS_NOTHING);

    assertTrue(view.serves("whatever"));
    assertEquals("whatever", view.servedName("whatever"));
    assertNull(view.servedName(null));
  }

  @Test
  void listEmptyNoModelAskedServesWithoutAName() {
    BackendView view = serving();

    assertTrue(view.serves(null));
    assertNull(view.servedName(null));
  }

  private static BackendView serving(String... ids) {
    return BackendView.UNSEEN.ready(
        List.of(ids).stream().map(id -> new ServedModel(id, "{}")).toList(), SAYS_NOTHING);
  }
}
