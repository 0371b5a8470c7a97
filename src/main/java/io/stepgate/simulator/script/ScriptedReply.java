package io.stepgate.simulator.script;

import io.stepgate.simulator.engine.Markers;
import io.stepgate.simulator.engine.Tokenizer;
import java.util.List;

/**
 * What the model is going to say, in its parts.
 *
 * @param reasoning without the line break before {@code </think>}
 * @param answer all that follows {@code </think>}, its leading line break included; may be empty
 *     before calls
 */
record ScriptedReply(String reasoning, String answer, List<Call> calls) {

  /**
   * One call.
   *
   * @param parameters in the order the model writes them
   */
  record Call(String name, List<Parameter> parameters) {}

  /** One parameter; the value as the model writes it between the tags. */
  record Parameter(String name, String value) {}

  static ScriptedReply answer(String reasoning, String answer) {
    return new ScriptedReply(reasoning, "\n" + answer, List.of());
  }

  static ScriptedReply calls(String reasoning, List<Call> calls) {
    return new ScriptedReply(reasoning, "\n", calls);
  }

  /**
   * The model's raw text.
   *
   * @param thinks false when a grammar binds from the first token, so that no thinking happens
   */
  String raw(boolean thinks) {
    StringBuilder text = new StringBuilder();
    if (thinks) {
      text.append(reasoning).append('\n').append(Tokenizer.THINK_CLOSE).append(answer);
    } else {
      text.append(answer.strip());
    }
    String gap = "";
    for (Call call : calls) {
      append(text.append(gap), call);
      gap = "\n";
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Call call) {
    text.append(Tokenizer.CALL_OPEN).append('\n');
    text.append(Markers.FUNCTION_OPEN).append(call.name()).append(">\n");
    for (Parameter parameter : call.parameters()) {
      text.append(Markers.PARAMETER_OPEN).append(parameter.name()).append(">\n");
      text.append(parameter.value()).append('\n').append(Markers.PARAMETER_CLOSE).append('\n');
    }
    text.append(Markers.FUNCTION_CLOSE).append('\n').append(Tokenizer.CALL_CLOSE);
  }
}
