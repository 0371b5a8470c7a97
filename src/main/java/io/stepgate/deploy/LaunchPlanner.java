package io.stepgate.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Turns choices into a plan, in the order of the seed page's {@code generateCommand}: model, {@code
 * --tp} if there is more than one GPU, {@code --ep} by the {@link ExpertParallelRule}, what the
 * recipe always passes, then the switched-on options.
 */
final class LaunchPlanner {
  private LaunchPlanner() {}

  static LaunchPlan plan(LaunchOptions options) {
    ModelRecipe recipe = options.recipe();
    ModelRecipe.Row row = recipe.row(options.platform(), options.quantization()).orElseThrow();
    return plan(recipe, row, options::enabled);
  }

  /** The plan of one row; {@code enabled} answers for the on/off options by name. */
  static LaunchPlan plan(ModelRecipe recipe, ModelRecipe.Row row, Predicate<String> enabled) {
    String repository = recipe.repositories().get(row.quantization());
    List<String> argv = new ArrayList<>(List.of("sglang", "serve", "--model-path", repository));
    String gpus = Integer.toString(row.tp());
    if (row.tp() > 1) {
      argv.addAll(List.of("--tp", gpus));
    }
    if (ExpertParallelRule.applies(row.platform(), row.quantization())) {
      argv.addAll(List.of("--ep", gpus));
    }
    argv.addAll(recipe.always());
    if (enabled.test(OptionGroups.REASONING_PARSER)) {
      argv.addAll(List.of("--reasoning-parser", recipe.reasoningParser()));
    }
    if (enabled.test(OptionGroups.TOOL_CALL)) {
      argv.addAll(List.of("--tool-call-parser", recipe.toolCallParser()));
    }
    if (enabled.test(OptionGroups.SPECULATIVE)) {
      argv.addAll(recipe.speculative());
    }
    return new LaunchPlan(repository, row.platform(), row.tp(), argv, Notes.of(row));
  }

  /** Refuses what a recipe has no row for: an untested launch is never guessed. */
  static void requireRow(ModelRecipe recipe, Platform platform, Quantization quantization)
      throws BadOption {
    if (recipe.row(platform, quantization).isPresent()) {
      return;
    }
    List<Quantization> tested = recipe.quantizations(platform);
    if (tested.isEmpty()) {
      throw BadOption.untested(
          OptionGroups.HARDWARE,
          platform.id(),
          recipe.size(),
          recipe.platforms().stream().map(Platform::id).toList());
    }
    throw BadOption.untested(
        OptionGroups.QUANTIZATION,
        quantization.id(),
        recipe.size() + " on " + platform.id(),
        tested.stream().map(Quantization::id).toList());
  }
}
