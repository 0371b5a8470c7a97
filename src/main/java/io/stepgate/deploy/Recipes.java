package io.stepgate.deploy;

import java.util.List;
import java.util.Optional;

/** The models the generator knows, one line each; the first is the default. */
final class Recipes {
  static final List<ModelRecipe> ALL = List.of(Step35Flash.RECIPE);

  private Recipes() {}

  static Optional<ModelRecipe> bySize(String size) {
    return ALL.stream().filter(recipe -> recipe.size().equals(size)).findFirst();
  }
}
