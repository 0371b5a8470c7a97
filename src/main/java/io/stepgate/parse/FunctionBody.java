package io.stepgate.parse;

import io.stepgate.parse.MarkerScanner.Found;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The inside of one function's tag: parameters, their values, and where the function ends. */
final class FunctionBody {
  private static final String[] NEXT = {
    FunctionTags.CALL_END, FunctionTags.CALL, FunctionTags.FUNCTION_IS
  };

  private final MarkerScanner text;
  private final FunctionTags tags;
  private final ValueEnd valueEnd;
  private final ArgumentsWriter arguments;
  private final Set<String> seen = new HashSet<>();
  private Map<String, ParameterType> declared = Map.of();
  private String key = "";
  private boolean inValue;
  private boolean valueBegins;
  private boolean closed;

  FunctionBody(MarkerScanner text, FunctionTags tags, CallWriter calls, int maxHeld) {
    this.text = text;
    this.tags = tags;
    valueEnd = new ValueEnd(text, tags, maxHeld);
    arguments = new ArgumentsWriter(calls, maxHeld);
  }

  void start(Map<String, ParameterType> declared) {
    this.declared = declared;
    arguments.begin();
    seen.clear();
    inValue = false;
    closed = false;
  }

  /** Takes what is decided; false if more text is needed. */
  boolean step() {
    return inValue ? value() : parameters();
  }

  /** The function has ended and its arguments are complete. */
  boolean closed() {
    return closed;
  }

  /** The output ends inside this function. */
  void finish(boolean stopped) {
    text.drop(text.length());
    if (stopped) {
      if (inValue) {
        arguments.endValue();
      }
      arguments.close();
    } else {
      arguments.abandonValue();
    }
  }

  void flush() {
    arguments.flush();
  }

  int heldChars() {
    return arguments.heldChars();
  }

  /** Between parameters: whatever is not a tag of the call is noise of the model and dropped. */
  private boolean parameters() {
    int at = text.indexOf("<", 0);
    text.drop(at < 0 ? text.length() : at);
    if (at < 0) {
      return false;
    }
    Found end = text.match(FunctionTags.FUNCTION_END, 0);
    if (end == Found.YES) {
      text.drop(FunctionTags.FUNCTION_END.length());
      return close();
    }
    Found next = text.matchAny(0, NEXT);
    if (next == Found.YES) {
      return close();
    }
    Found parameter = text.match(FunctionTags.PARAMETER, 0);
    if (parameter == Found.YES) {
      parameter = tags.parameter(0, declared);
    }
    if (parameter == Found.YES) {
      startValue();
      return true;
    }
    boolean undecided = end == Found.MORE || next == Found.MORE || parameter == Found.MORE;
    text.drop(undecided ? 0 : 1);
    return !undecided;
  }

  private boolean close() {
    arguments.close();
    closed = true;
    return true;
  }

  private void startValue() {
    key = tags.name();
    arguments.startValue(key, declared.getOrDefault(key, ParameterType.UNDECLARED));
    text.drop(tags.end());
    inValue = true;
    valueBegins = true;
  }

  private boolean value() {
    if (valueBegins) {
      valueBegins = false;
      text.drop(text.charAt(0) == '\n' ? 1 : 0);
    }
    int at = text.indexOf("<", 0);
    while (at >= 0) {
      Found end = valueEnd.at(at, key, seen, declared);
      int next = valueEnd.next();
      if (end == Found.MORE) {
        putValue(at);
        return false;
      }
      if (end == Found.YES) {
        int newline = putValue(at);
        arguments.endValue();
        seen.add(key);
        text.drop(next - at + newline);
        inValue = false;
        return true;
      }
      at = text.indexOf("<", next);
    }
    putValue(text.length());
    return false;
  }

  /** Writes the value's text up to there, but for a line break that may belong to the tag after. */
  private int putValue(int to) {
    int newline = to > 0 && text.charAt(to - 1) == '\n' ? 1 : 0;
    if (to > newline) {
      arguments.value(text.slice(0, to - newline));
      text.drop(to - newline);
    }
    return newline;
  }
}
