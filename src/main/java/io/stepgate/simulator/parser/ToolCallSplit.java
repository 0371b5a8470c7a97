package io.stepgate.simulator.parser;

import io.stepgate.simulator.engine.Markers;
import io.stepgate.simulator.engine.PythonJson;
import io.stepgate.simulator.engine.Tokenizer;
import io.stepgate.simulator.script.ToolSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * An imitation of SGLang v0.5.18's streaming tool-call parser {@code step3p5}: text outside {@code
 * <tool_call>} is content, text between the tags of a call is dropped, a call's name goes out as
 * soon as its tag closes, a value only when it is complete. A stray {@code </function>} gives
 * pieces with index -1, as the real one does.
 */
public final class ToolCallSplit {
  /** Where the pieces go. */
  public interface Sink {
    /** Text outside of calls, never empty. */
    void outsideCalls(String text);

    void callStarted(int index, String name);

    /** The next part of the arguments' JSON text. */
    void arguments(int index, String json);
  }

  private final List<ToolSpec> tools;
  private final Sink sink;
  private final StringBuilder buffer = new StringBuilder();
  private final StringBuilder content = new StringBuilder();
  private final List<Runnable> pending = new ArrayList<>();
  private boolean inCall;
  private int index = -1;
  private String name = "";
  private boolean opened;
  private boolean hasParameter;

  public ToolCallSplit(List<ToolSpec> tools, Sink sink) {
    this.tools = tools;
    this.sink = sink;
  }

  public void feed(String text) {
    buffer.append(text);
    int used = 0;
    while (used < buffer.length()) {
      int next = buffer.charAt(used) == '<' ? tag(used) : plain(used);
      if (next < 0) {
        break;
      }
      used = next;
    }
    buffer.delete(0, used);
    // The real one hands out a chunk's text before its calls, wherever the text stood.
    if (content.length() > 0) {
      sink.outsideCalls(content.toString());
      content.setLength(0);
    }
    pending.forEach(Runnable::run);
    pending.clear();
  }

  private int plain(int from) {
    int tag = buffer.indexOf("<", from);
    int end = tag < 0 ? buffer.length() : tag;
    if (!inCall) {
      content.append(buffer, from, end);
    }
    return end;
  }

  /** The position behind the tag at {@code at}, or -1 when more text is needed to tell. */
  private int tag(int at) {
    if (startsWith(Tokenizer.CALL_OPEN, at)) {
      inCall = true;
      return at + Tokenizer.CALL_OPEN.length();
    }
    if (startsWith(Tokenizer.CALL_CLOSE, at)) {
      inCall = false;
      return at + Tokenizer.CALL_CLOSE.length();
    }
    if (startsWith(Markers.FUNCTION_OPEN, at)) {
      return function(at);
    }
    if (startsWith(Markers.PARAMETER_OPEN, at)) {
      return parameter(at);
    }
    if (startsWith(Markers.FUNCTION_CLOSE, at)) {
      open();
      arguments("}");
      return at + Markers.FUNCTION_CLOSE.length();
    }
    String rest = buffer.substring(at);
    if (Markers.CALL_TAGS.stream().anyMatch(tag -> tag.startsWith(rest))) {
      return -1;
    }
    if (!inCall) {
      content.append('<');
    }
    return at + 1;
  }

  private int function(int at) {
    int end = buffer.indexOf(">", at);
    if (end < 0) {
      return -1;
    }
    name = buffer.substring(at + Markers.FUNCTION_OPEN.length(), end);
    index++;
    opened = false;
    hasParameter = false;
    int call = index;
    String function = name;
    pending.add(() -> sink.callStarted(call, function));
    return end + 1;
  }

  private int parameter(int at) {
    int keyEnd = buffer.indexOf(">", at);
    int end = keyEnd < 0 ? -1 : buffer.indexOf(Markers.PARAMETER_CLOSE, keyEnd);
    if (end < 0) {
      return -1;
    }
    open();
    String key = buffer.substring(at + Markers.PARAMETER_OPEN.length(), keyEnd);
    String value = ArgumentValue.inner(buffer.substring(keyEnd + 1, end));
    String json = ArgumentValue.json(value, ToolSpec.property(tools, name, key));
    arguments((hasParameter ? ", " : "") + PythonJson.quoted(key) + ": " + json);
    hasParameter = true;
    return end + Markers.PARAMETER_CLOSE.length();
  }

  private void arguments(String json) {
    int call = index;
    pending.add(() -> sink.arguments(call, json));
  }

  private void open() {
    if (!opened) {
      opened = true;
      arguments("{");
    }
  }

  private boolean startsWith(String tag, int at) {
    return buffer.length() - at >= tag.length()
        && buffer.substring(at, at + tag.length()).equals(tag);
  }
}
