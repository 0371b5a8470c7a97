package io.stepgate.ops;

/** Words of OpenTelemetry's GenAI semantic conventions. */
final class GenAi {
  /** No name for a self-hosted SGLang is in the conventions; own names are allowed. */
  static final String PROVIDER = "sglang";

  private GenAi() {}

  /** What a model is asked to do on a path; null where the conventions have no name for it. */
  static String operation(String endpoint) {
    return switch (endpoint) {
      case "/v1/chat/completions" -> "chat";
      case "/v1/completions", "/generate" -> "text_completion";
      case "/v1/embeddings" -> "embeddings";
      default -> null;
    };
  }
}
