package io.stepgate.simulator.wire;

/**
 * The usage block of an answer.
 *
 * @param cached tokens that the prefix cache held; null when the server does not report them
 * @param reasoning tokens up to and including {@code </think>}; 0 without a reasoning parser
 */
record TokenUsage(int prompt, int completion, Integer cached, int reasoning) {

  /** Appends SGLang's object: {@code reasoning_tokens} stands at its top level. */
  StringBuilder json(StringBuilder out) {
    out.append("{\"prompt_tokens\":").append(prompt);
    out.append(",\"total_tokens\":").append(prompt + completion);
    out.append(",\"completion_tokens\":").append(completion);
    out.append(",\"prompt_tokens_details\":");
    if (cached == null) {
      out.append("null");
    } else {
      out.append("{\"cached_tokens\":").append(cached).append('}');
    }
    return out.append(",\"reasoning_tokens\":").append(reasoning).append('}');
  }
}
