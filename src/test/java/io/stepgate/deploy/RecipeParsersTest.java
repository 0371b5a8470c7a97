package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.parse.ParserCatalog;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two rooms that do not know each other stay in step: what one prints, the other can read. */
class RecipeParsersTest {
  static List<ModelRecipe> catalog() {
    return Recipes.ALL;
  }

  @ParameterizedTest
  @MethodSource("catalog")
  void recipe_listed_namesParsersThatTheGatewayHasAndGivesItsModels(ModelRecipe recipe) {
    assertTrue(
        ParserCatalog.reasoningNames().contains(recipe.reasoningParser()), recipe::reasoningParser);
    assertTrue(
        ParserCatalog.toolCallNames().contains(recipe.toolCallParser()), recipe::toolCallParser);
    for (String repository : recipe.repositories().values()) {
      assertEquals(
          new ParserCatalog.Names(recipe.reasoningParser(), recipe.toolCallParser()),
          ParserCatalog.forModel(repository),
          repository);
    }
  }

  @Test
  void everyCombination_printed_namesParsersThatTheGatewayHas() throws IOException, BadOption {
    Set<String> reasoning = new HashSet<>();
    Set<String> toolCalls = new HashSet<>();
    for (Golden.Row row : Golden.commands()) {
      List<String> argv = LaunchPlanner.plan(row.options()).argv();
      for (int i = 0; i < argv.size(); i++) {
        if (argv.get(i).equals("--reasoning-parser")) {
          reasoning.add(argv.get(i + 1));
        } else if (argv.get(i).equals("--tool-call-parser")) {
          toolCalls.add(argv.get(i + 1));
        }
      }
    }

    assertEquals(Set.of("step3p5"), reasoning);
    assertEquals(Set.of("step3p5"), toolCalls);
    assertTrue(ParserCatalog.reasoningNames().containsAll(reasoning));
    assertTrue(ParserCatalog.toolCallNames().containsAll(toolCalls));
  }
}
