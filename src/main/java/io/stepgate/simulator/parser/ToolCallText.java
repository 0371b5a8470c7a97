package io.stepgate.simulator.parser;

import io.stepgate.simulator.engine.Markers;
import io.stepgate.simulator.engine.PythonJson;
import io.stepgate.simulator.engine.Tokenizer;
import io.stepgate.simulator.script.ToolSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole text split as SGLang v0.5.18 splits a non-streamed answer: what stands before the first
 * {@code <tool_call>} is content, what follows is only searched for calls. A call that was cut off
 * comes out as if it were complete, which is what the real one does.
 *
 * @param content the text before the first call, or all of it if there is no call
 */
public record ToolCallText(String content, List<Call> calls) {

  /**
   * One call.
   *
   * @param arguments JSON text of an object
   */
  public record Call(String name, String arguments) {}

  public static ToolCallText read(String text, List<ToolSpec> tools) {
    int start = text.indexOf(Tokenizer.CALL_OPEN);
    if (start < 0) {
      return new ToolCallText(text, List.of());
    }
    List<Call> calls = new ArrayList<>();
    int at = text.indexOf(Markers.FUNCTION_OPEN, start);
    while (at >= 0) {
      int end = endOf(text, Markers.FUNCTION_CLOSE, at);
      String body = text.substring(at + Markers.FUNCTION_OPEN.length(), end);
      if (body.indexOf('>') >= 0) {
        calls.add(call(body, tools));
      }
      at = text.indexOf(Markers.FUNCTION_OPEN, end);
    }
    return new ToolCallText(text.substring(0, start), calls);
  }

  private static Call call(String body, List<ToolSpec> tools) {
    String name = body.substring(0, body.indexOf('>'));
    StringBuilder arguments = new StringBuilder("{");
    int at = body.indexOf(Markers.PARAMETER_OPEN);
    while (at >= 0) {
      int end = endOf(body, Markers.PARAMETER_CLOSE, at);
      String parameter = body.substring(at + Markers.PARAMETER_OPEN.length(), end);
      int keyEnd = parameter.indexOf('>');
      if (keyEnd >= 0) {
        String key = parameter.substring(0, keyEnd);
        String value = ArgumentValue.inner(parameter.substring(keyEnd + 1));
        PythonJson.quote(arguments.append(arguments.length() > 1 ? ", " : ""), key)
            .append(": ")
            .append(ArgumentValue.json(value, ToolSpec.property(tools, name, key)));
      }
      at = body.indexOf(Markers.PARAMETER_OPEN, end);
    }
    return new Call(name, arguments.append('}').toString());
  }

  private static int endOf(String text, String tag, int from) {
    int end = text.indexOf(tag, from);
    return end < 0 ? text.length() : end;
  }
}
