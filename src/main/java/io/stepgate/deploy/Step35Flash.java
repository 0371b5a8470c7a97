package io.stepgate.deploy;

import java.util.List;
import java.util.Map;

/**
 * Step-3.5-Flash: 196B parameters in a mixture of experts, 11B of them active. Source: the seed
 * page, its generator {@code Step35Deployment} first and its §2 and §3.2 beside it.
 */
final class Step35Flash {
  private static final String BF16_ON_H200 =
      "Seed page: modelConfigs['196b'].h200 (tp 4, bf16). The generator prints no --ep here,"
          + " while the page's sample commands and its H200 benchmark run with --ep 4.";
  private static final String FP8_ON_H200 =
      "Seed page: the generator offers FP8 and then adds --ep, but its table modelConfigs lists"
          + " only bf16 for h200 and section 3.2 names H200 with TP=4 alone.";

  static final ModelRecipe RECIPE =
      new ModelRecipe(
          "196b",
          "196B",
          "MOE",
          Map.of(
              Quantization.BF16, "stepfun-ai/Step-3.5-Flash",
              Quantization.FP8, "stepfun-ai/Step-3.5-Flash-FP8"),
          List.of(
              new ModelRecipe.Row(Platform.H200, Quantization.BF16, 4, BF16_ON_H200),
              new ModelRecipe.Row(Platform.H200, Quantization.FP8, 4, FP8_ON_H200),
              onAmd(Platform.MI300X, Quantization.BF16),
              onAmd(Platform.MI300X, Quantization.FP8),
              onAmd(Platform.MI325X, Quantization.BF16),
              onAmd(Platform.MI325X, Quantization.FP8),
              onAmd(Platform.MI350X, Quantization.BF16),
              onAmd(Platform.MI350X, Quantization.FP8),
              onAmd(Platform.MI355X, Quantization.BF16),
              onAmd(Platform.MI355X, Quantization.FP8)),
          List.of("--trust-remote-code"),
          "step3p5",
          "step3p5",
          List.of(
              "--speculative-algorithm",
              "EAGLE",
              "--speculative-num-steps",
              "3",
              "--speculative-eagle-topk",
              "1",
              "--speculative-num-draft-tokens",
              "4",
              "--enable-multi-layer-eagle"));

  private Step35Flash() {}

  private static ModelRecipe.Row onAmd(Platform platform, Quantization quantization) {
    String table = "Seed page: modelConfigs['196b']." + platform.id() + " (tp 4, bf16)";
    String source =
        quantization == Quantization.BF16
            ? table + " and section 3.2 (TP=4 EP=4)."
            : table
                + "; the table does not list FP8, the generator offers it and section 3.2 covers it.";
    return new ModelRecipe.Row(platform, quantization, 4, source);
  }
}
