package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchPlannerTest {
  private static final ModelRecipe HALF_TESTED =
      new ModelRecipe(
          "7b",
          "7B",
          "dense",
          Map.of(Quantization.BF16, "example/Model-7B"),
          List.of(
              new ModelRecipe.Row(Platform.H200, Quantization.BF16, 1, "a test"),
              new ModelRecipe.Row(Platform.MI325X, Quantization.BF16, 1, "a test")),
          List.of(),
          "qwen3",
          "qwen25",
          List.of());

  @Test
  void platformWithoutRow_planned_isRefusedWithTheTestedPlatforms() {
    BadOption bad =
        assertThrows(
            BadOption.class,
            () -> LaunchPlanner.requireRow(HALF_TESTED, Platform.MI300X, Quantization.BF16));

    assertEquals("hardware", bad.param());
    assertEquals(
        "hardware \"mi300x\" is not in the recipe of 7b; allowed: h200, mi325x", bad.getMessage());
  }

  @Test
  void quantizationWithoutRow_planned_isRefusedWithTheTestedOnes() {
    BadOption bad =
        assertThrows(
            BadOption.class,
            () -> LaunchPlanner.requireRow(HALF_TESTED, Platform.H200, Quantization.FP8));

    assertEquals("quantization", bad.param());
    assertEquals(
        "quantization \"fp8\" is not in the recipe of 7b on h200; allowed: bf16", bad.getMessage());
  }

  @Test
  void oneGpu_planned_printsNoTensorParallelFlag() {
    LaunchPlan plan = LaunchPlanner.plan(HALF_TESTED, HALF_TESTED.rows().get(0), option -> false);

    assertEquals(List.of("sglang", "serve", "--model-path", "example/Model-7B"), plan.argv());
    assertEquals(1, plan.gpus());
  }

  @Test
  void oneAmdGpuWithParsers_planned_printsTheRecipesOwnParserNames() {
    LaunchPlan plan =
        LaunchPlanner.plan(
            HALF_TESTED, HALF_TESTED.rows().get(1), option -> !option.equals("speculative"));

    assertEquals(
        List.of(
            "sglang",
            "serve",
            "--model-path",
            "example/Model-7B",
            "--ep",
            "1",
            "--reasoning-parser",
            "qwen3",
            "--tool-call-parser",
            "qwen25"),
        plan.argv());
  }
}
