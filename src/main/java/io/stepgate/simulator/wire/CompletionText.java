package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.Finish;
import io.stepgate.simulator.engine.PythonJson;

/** The JSON of {@code /v1/completions}, streamed and whole: raw text, never parsed. */
final class CompletionText {
  private CompletionText() {}

  /** Appends everything before the list of choices. */
  static StringBuilder open(StringBuilder out, ServedPromptPlan plan) {
    PythonJson.quote(out.append("{\"id\":"), plan.call().rid());
    out.append(",\"object\":\"text_completion\",\"created\":").append(plan.created());
    PythonJson.quote(out.append(",\"model\":"), plan.call().model());
    return out.append(",\"choices\":[");
  }

  /**
   * Appends one choice.
   *
   * @param finish null while it goes on
   */
  static void choice(StringBuilder out, int index, String text, Finish finish) {
    out.append("{\"index\":").append(index).append(",\"text\":");
    PythonJson.quote(out, text).append(",\"logprobs\":null,\"finish_reason\":");
    PythonJson.quote(out, finish == null ? null : finish.type()).append(",\"matched_stop\":");
    if (finish == null) {
      out.append("null");
    } else {
      finish.matchedStop(out);
    }
    out.append('}');
  }

  /** Appends what follows the choices; a null usage is written as null. */
  static String close(StringBuilder out, TokenUsage usage) {
    out.append("],\"usage\":");
    if (usage == null) {
      out.append("null");
    } else {
      usage.json(out);
    }
    return out.append('}').toString();
  }
}
