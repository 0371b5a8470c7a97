package io.stepgate.routing;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How a server was started: {@code /model_info} tells its parsers and whether it generates, {@code
 * /server_info} its arguments. Older servers do not have these keys, which says nothing about their
 * parsers.
 *
 * @param generates false only where the server says so: one chat kills a server of embeddings
 * @param tellsUsage whether its streams end with their usage even where nobody asks for it
 */
record ModelInfo(Splits reasoning, Splits toolCalls, boolean generates, boolean tellsUsage) {
  static final ModelInfo UNKNOWN = new ModelInfo(Splits.UNKNOWN, Splits.UNKNOWN, true, false);

  static ModelInfo read(ControlCalls.Answer model, ControlCalls.Answer server) {
    return new ModelInfo(
        splits(model.body().path("reasoning_parser")),
        splits(model.body().path("tool_call_parser")),
        model.body().path("is_generation").asBoolean(true),
        server.body().path("stream_response_default_include_usage").asBoolean());
  }

  private static Splits splits(JsonNode parser) {
    if (parser.isNull()) {
      return Splits.NO;
    }
    return parser.isTextual() && !parser.textValue().isEmpty() ? Splits.YES : Splits.UNKNOWN;
  }
}
