package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigGeneratorTest {
  static List<Golden.Row> allCombinations() throws IOException {
    return Golden.commands();
  }

  @Test
  void goldenFile_read_holdsEachOfTheEightyCombinationsOnce() throws IOException {
    List<Golden.Row> rows = Golden.commands();

    assertEquals(80, rows.size());
    assertEquals(80, new HashSet<>(rows.stream().map(Golden.Row::values).toList()).size());
  }

  @ParameterizedTest
  @MethodSource("allCombinations")
  void combination_renderedAsCommand_isTheSeedsByteForByte(Golden.Row row) throws BadOption {
    String command = ConfigGenerator.render(row.options(), Format.COMMAND);

    assertEquals(row.command(), command);
  }

  @ParameterizedTest
  @MethodSource("allCombinations")
  void combination_renderedAsJson_hasTheSameCommandAsTextAndAsWords(Golden.Row row)
      throws Exception {
    JsonNode json = Golden.JSON.readTree(ConfigGenerator.render(row.options(), Format.JSON));

    assertEquals(List.of("values", "command", "argv", "docker", "notes"), names(json));
    assertEquals(Golden.JSON.valueToTree(row.values()).toString(), json.get("values").toString());
    assertEquals(row.command(), json.get("command").textValue());
    assertEquals(words(row.command()), strings(json.get("argv")));
    assertEquals(List.of("image", "pull", "run"), names(json.get("docker")));
  }

  @ParameterizedTest
  @MethodSource("allCombinations")
  void combination_renderedAsJson_carriesTheTipsThatApply(Golden.Row row) throws Exception {
    boolean amd = !row.chose("hardware", "h200");
    List<String> expected = new ArrayList<>(List.of("memory", "image"));
    if (amd || row.chose("quantization", "fp8")) {
      expected.add("expert-parallelism");
    }
    if (amd) {
      expected.add("jit-warm-up");
    }
    expected.add("source");

    JsonNode json = Golden.JSON.readTree(ConfigGenerator.render(row.options(), Format.JSON));

    List<String> ids = new ArrayList<>();
    for (JsonNode note : json.get("notes")) {
      assertEquals(List.of("id", "text"), names(note));
      assertFalse(note.get("text").textValue().isBlank());
      ids.add(note.get("id").textValue());
    }
    assertEquals(expected, ids);
  }

  @Test
  void mi350x_renderedAsJson_namesItsFamilysImageAndTheReasonForExpertParallelism()
      throws Exception {
    LaunchOptions options = LaunchOptions.parse(Map.of("hardware", "mi350x"));

    JsonNode json = Golden.JSON.readTree(ConfigGenerator.render(options, Format.JSON));

    assertEquals(
        "lmsysorg/sglang:v0.5.9-rocm700-mi35x", json.get("docker").get("image").textValue());
    assertEquals(
        "Requires GPUs with high VRAM capacity: 4 x MI350X, 288 GB each, TP=4 EP=4.",
        note(json, "memory"));
    assertEquals(
        "Use lmsysorg/sglang:v0.5.9-rocm700-mi35x for MI350X/MI355X.", note(json, "image"));
    assertEquals(
        "On AMD GPUs, always use --ep 4 with --tp 4. " + ExpertParallelRule.AMD_REASON,
        note(json, "expert-parallelism"));
  }

  @Test
  void optionGroups_renderedAsJson_areTheSeedsInOrder() throws IOException {
    assertEquals(
        Golden.options().toString(),
        Golden.JSON.readTree(ConfigGenerator.optionsJson()).toString());
  }

  private static String note(JsonNode json, String id) {
    for (JsonNode note : json.get("notes")) {
      if (id.equals(note.get("id").textValue())) {
        return note.get("text").textValue();
      }
    }
    throw new AssertionError("no note " + id);
  }

  /** Nothing in the seed's commands is quoted, so a shell would cut them just so. */
  private static List<String> words(String command) {
    return List.of(command.replace("\\\n", " ").trim().split(" +"));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(each -> strings.add(each.textValue()));
    return strings;
  }
}
