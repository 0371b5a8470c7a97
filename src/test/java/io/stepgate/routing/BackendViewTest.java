package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendViewTest {
  private static final ModelInfo SAYS_NOTHING = ModelInfo.UNKNOWN;

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
  void listUnknown_modelAsked_isServedByNobody() {
    assertFalse(BackendView.UNSEEN.serves("whatever"));
    assertEquals("whatever", BackendView.UNSEEN.servedName("whatever"));
    assertNull(BackendView.UNSEEN.servedName(null));
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
