package io.stepgate.deploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One model as data: what to launch, and on what it was tested.
 *
 * @param size id of the model in the option group {@code modelsize}
 * @param label the size as shown
 * @param subtitle a word below the label
 * @param repositories where the weights of each quantization are
 * @param rows the tested pairs of platform and quantization; no other pair is launched
 * @param always arguments of every launch
 * @param reasoningParser SGLang's name of the reasoning parser
 * @param toolCallParser SGLang's name of the tool-call parser
 * @param speculative arguments that switch speculative decoding on
 */
record ModelRecipe(
    String size,
    String label,
    String subtitle,
    Map<Quantization, String> repositories,
    List<Row> rows,
    List<String> always,
    String reasoningParser,
    String toolCallParser,
    List<String> speculative) {

  ModelRecipe {
    repositories = Map.copyOf(repositories);
    rows = List.copyOf(rows);
    always = List.copyOf(always);
    speculative = List.copyOf(speculative);
  }

  /**
   * One tested pair.
   *
   * @param tp GPUs, which is the tensor-parallel size
   * @param source where the row comes from, and where that source disagrees with itself
   */
  record Row(Platform platform, Quantization quantization, int tp, String source) {}

  Optional<Row> row(Platform platform, Quantization quantization) {
    return rows.stream()
        .filter(row -> row.platform() == platform && row.quantization() == quantization)
        .findFirst();
  }

  List<Platform> platforms() {
    return rows.stream().map(Row::platform).distinct().sorted().toList();
  }

  List<Quantization> quantizations(Platform platform) {
    return rows.stream()
        .filter(row -> row.platform() == platform)
        .map(Row::quantization)
        .sorted()
        .toList();
  }
}
