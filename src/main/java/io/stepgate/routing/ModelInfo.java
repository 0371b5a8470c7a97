package io.stepgate.routing;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads {@code /model_info}: the parsers a server was started with. Older servers do not have these
 * keys, which says nothing about their parsers.
 */
record ModelInfo(Splits reasoning, Splits toolCalls) {
  static ModelInfo read(ControlCalls.Answer answer) {
    return new ModelInfo(
        splits(answer.body().path("reasoning_parser")),
        splits(answer.body().path("tool_call_parser")));
  }

  private static Splits splits(JsonNode parser) {
    if (parser.isNull()) {
      return Splits.NO;
    }
    return parser.isTextual() && !parser.textValue().isEmpty() ? Splits.YES : Splits.UNKNOWN;
  }
}
