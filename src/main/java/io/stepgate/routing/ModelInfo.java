package io.stepgate.routing;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads {@code /model_info}: the parsers a server was started with, and whether it generates. Older
 * servers do not have these keys, which says nothing about their parsers.
 *
 * @param generates false only where the server says so: one chat kills a server of embeddings
 */
record ModelInfo(Splits reasoning, Splits toolCalls, boolean generates) {
  static final ModelInfo UNKNOWN = new ModelInfo(Splits.UNKNOWN, Splits.UNKNOWN, true);

  static ModelInfo read(ControlCalls.Answer answer) {
    return new ModelInfo(
        splits(answer.body().path("reasoning_parser")),
        splits(answer.body().path("tool_call_parser")),
        answer.body().path("is_generation").asBoolean(true));
  }

  private static Splits splits(JsonNode parser) {
    if (parser.isNull()) {
      return Splits.NO;
    }
    return parser.isTextual() && !parser.textValue().isEmpty() ? Splits.YES : Splits.UNKNOWN;
  }
}
