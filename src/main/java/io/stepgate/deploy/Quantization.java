package io.stepgate.deploy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a model's weights are stored, in the order of the seed page. */
enum Quantization {
  BF16,
  FP8;

  static Optional<Quantization> byId(String id) {
    return Arrays.stream(values()).filter(each -> each.id().equals(id)).findFirst();
  }

  /** The name in options, such as {@code bf16}. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String label() {
    return name();
  }
}
