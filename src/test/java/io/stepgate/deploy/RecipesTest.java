package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every recipe must keep to, the present ones and those to come. */
class RecipesTest {
  static List<ModelRecipe> catalog() {
    return Recipes.ALL;
  }

  @Test
  void catalog_listed_hasEachSizeOnce() {
    List<String> sizes = Recipes.ALL.stream().map(ModelRecipe::size).toList();

    assertEquals(sizes.size(), new HashSet<>(sizes).size());
  }

  @ParameterizedTest
  @MethodSource("catalog")
  void recipe_listed_hasRowsWithWeightsGpusAndASource(ModelRecipe recipe) {
    assertFalse(recipe.rows().isEmpty());
    for (ModelRecipe.Row row : recipe.rows()) {
      assertTrue(recipe.repositories().containsKey(row.quantization()), row::toString);
      assertTrue(row.tp() >= 1, row::toString);
      assertFalse(row.source().isBlank(), row::toString);
    }
    assertEquals(
        recipe.rows().size(),
        recipe.rows().stream()
            .map(row -> List.of(row.platform(), row.quantization()))
            .distinct()
            .count());
  }

  @ParameterizedTest
  @MethodSource("catalog")
  void recipe_listed_hasNoBlankWordInItsArguments(ModelRecipe recipe) {
    Stream.of(
            recipe.always(),
            recipe.speculative(),
            List.of(recipe.reasoningParser(), recipe.toolCallParser()))
        .flatMap(List::stream)
        .forEach(word -> assertTrue(word.matches("\\S+"), () -> '"' + word + '"'));
  }
}
