package io.stepgate.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tips of the seed page's §3.2 that apply to one row, and where the row comes from. */
final class Notes {
  private Notes() {}

  static List<Note> of(ModelRecipe.Row row) {
    Platform platform = row.platform();
    boolean expertParallel = ExpertParallelRule.applies(platform, row.quantization());
    List<Note> notes = new ArrayList<>();
    notes.add(new Note("memory", memory(row, expertParallel)));
    notes.add(new Note("image", image(platform)));
    if (expertParallel) {
      notes.add(new Note("expert-parallelism", expertParallelism(row)));
    }
    if (platform.vendor() == Vendor.AMD) {
      notes.add(
          new Note(
              "jit-warm-up",
              "First inference on AMD may take 30-40 seconds for AITER kernel JIT compilation."
                  + " Subsequent requests use cached kernels."));
    }
    notes.add(new Note("source", row.source()));
    return List.copyOf(notes);
  }

  private static String memory(ModelRecipe.Row row, boolean expertParallel) {
    String sizes = "TP=" + row.tp() + (expertParallel ? " EP=" + row.tp() : "");
    return "Requires GPUs with high VRAM capacity: %d x %s, %d GB each, %s."
        .formatted(row.tp(), row.platform().label(), row.platform().memoryGb(), sizes);
  }

  private static String image(Platform platform) {
    String family =
        platform.family().stream().map(Platform::label).collect(Collectors.joining("/"));
    return "Use " + platform.image() + " for " + family + ".";
  }

  private static String expertParallelism(ModelRecipe.Row row) {
    String where = row.platform().vendor() == Vendor.AMD ? "On AMD GPUs" : "With FP8";
    return "%s, always use --ep %d with --tp %d. %s"
        .formatted(where, row.tp(), row.tp(), ExpertParallelRule.reason(row.platform().id()));
  }
}
