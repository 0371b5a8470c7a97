package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.Finish;
import io.stepgate.simulator.engine.PythonJson;
import io.stepgate.simulator.engine.Vocabulary;
import java.util.List;

/**
 * One result of {@code /generate} as it grows. Frames carry the whole text so far, so it is kept in
 * escaped form and only the new part is escaped.
 */
final class GenerateText {
  private final ServedPromptPlan plan;
  private final int index;
  private final Vocabulary vocabulary;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder ids = new StringBuilder();
  private int tokens;

  GenerateText(ServedPromptPlan plan, int index, Vocabulary vocabulary) {
    this.plan = plan;
    this.index = index;
    this.vocabulary = vocabulary;
  }

  void add(EngineOutput.Chunk chunk) {
    PythonJson.escape(text, chunk.text());
    List<String> added = chunk.tokens();
    for (String token : added) {
      ids.append(ids.length() == 0 ? "" : ",").append(vocabulary.id(token));
    }
    tokens += added.size();
  }

  /**
   * Appends the result as it stands now.
   *
   * @param finish null while it goes on
   */
  void json(StringBuilder out, Finish finish) {
    out.append("{\"text\":\"").append(text).append("\",\"output_ids\":[").append(ids);
    PythonJson.quote(out.append("],\"meta_info\":{\"id\":"), plan.resultId(index));
    out.append(",\"finish_reason\":");
    if (finish == null) {
      out.append("null");
    } else {
      finish.json(out);
    }
    out.append(",\"prompt_tokens\":").append(plan.promptTokens().get(index));
    out.append(",\"weight_version\":\"default\",\"total_retractions\":0");
    out.append(",\"completion_tokens\":").append(tokens);
    out.append(",\"reasoning_tokens\":0");
    out.append(",\"cached_tokens\":").append(plan.cachedTokens().get(index));
    if (finish != null) {
      double seconds = (System.nanoTime() - plan.startNanos()) / 1e9;
      out.append(",\"e2e_latency\":").append(seconds);
    }
    out.append("}");
    if (plan.call().batch() && plan.call().stream()) {
      out.append(",\"index\":").append(index);
    }
    out.append('}');
  }
}
