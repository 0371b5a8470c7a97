package io.stepgate.parse;

import io.stepgate.parse.MarkerScanner.Found;
import java.util.Map;
import java.util.Set;

/**
 * Decides whether a tag inside a parameter's value ends that value. Values hold any text, tags
 * included, so a tag counts only if what follows it continues the call; see the methods.
 * Look-aheads over {@code maxHeld} characters are given up: a closing tag followed by that many
 * blanks ends the value; an unfinished call inside a value means the value was never closed; a
 * finished one is part of the value.
 */
final class ValueEnd {
  private static final String[] TAGS = {
    FunctionTags.PARAMETER_END,
    FunctionTags.FUNCTION_END,
    FunctionTags.CALL_END,
    FunctionTags.PARAMETER_IS,
    FunctionTags.CALL
  };
  private static final String[] AFTER_PARAMETER = {
    FunctionTags.PARAMETER_IS,
    "<parameter ",
    FunctionTags.FUNCTION_END,
    FunctionTags.CALL_END,
    FunctionTags.CALL,
    FunctionTags.FUNCTION_IS
  };
  private static final String[] AFTER_FUNCTION = {FunctionTags.CALL_END, FunctionTags.CALL};

  private final MarkerScanner text;
  private final FunctionTags tags;
  private final NestedCall nested;
  private final int maxHeld;
  private int next;

  ValueEnd(MarkerScanner text, FunctionTags tags, int maxHeld) {
    this.text = text;
    this.tags = tags;
    nested = new NestedCall(text);
    this.maxHeld = maxHeld;
  }

  /** Where the text goes on: after the value's end, or after the tag that did not end it. */
  int next() {
    return next;
  }

  /**
   * @param at where a {@code <} stands
   * @param seen the parameters before this one
   */
  Found at(int at, String key, Set<String> seen, Map<String, ParameterType> declared) {
    next = at;
    if (text.match(FunctionTags.PARAMETER_END, at) == Found.YES) {
      next = at + FunctionTags.PARAMETER_END.length();
      return settled(at, endsHere(next), Found.YES);
    }
    if (text.match(FunctionTags.FUNCTION_END, at) == Found.YES) {
      return settled(at, functionEnds(at + FunctionTags.FUNCTION_END.length()), Found.YES);
    }
    if (text.match(FunctionTags.CALL_END, at) == Found.YES) {
      return settled(at, callEnds(at + FunctionTags.CALL_END.length()), Found.YES);
    }
    if (text.match(FunctionTags.PARAMETER_IS, at) == Found.YES) {
      return parameterStarts(at, key, seen, declared);
    }
    if (text.match(FunctionTags.CALL, at) == Found.YES) {
      return callStarts(at);
    }
    return settled(at, text.matchAny(at, TAGS), Found.NO);
  }

  private Found settled(int at, Found found, Found overLimit) {
    Found result = found == Found.MORE && text.length() - at > maxHeld ? overLimit : found;
    if (result == Found.NO) {
      next = at + 1;
    }
    return result;
  }

  /** A parameter's closing tag ends the value if the call goes on or closes after it. */
  private Found endsHere(int from) {
    int rest = text.skipBlanks(from);
    return rest == text.length() ? atEnd() : text.matchAny(rest, AFTER_PARAMETER);
  }

  /** A function's closing tag ends an unclosed value if the call's end or the next call follows. */
  private Found functionEnds(int from) {
    int rest = text.skipBlanks(from);
    return rest == text.length() ? atEnd() : text.matchAny(rest, AFTER_FUNCTION);
  }

  /** A call's closing tag ends an unclosed value before a line break, the next call or the end. */
  private Found callEnds(int from) {
    if (from < text.length() && text.charAt(from) == '\n') {
      return Found.YES;
    }
    int rest = text.skipBlanks(from);
    return rest == text.length() ? atEnd() : text.match(FunctionTags.CALL, rest);
  }

  private Found atEnd() {
    return text.ended() ? Found.YES : Found.MORE;
  }

  /** Another parameter ends an unclosed value if it is declared and new. */
  private Found parameterStarts(
      int at, String key, Set<String> seen, Map<String, ParameterType> declared) {
    Found tag = tags.parameter(at, declared);
    boolean ends =
        tag == Found.YES
            && declared.containsKey(tags.name())
            && !tags.name().equals(key)
            && !seen.contains(tags.name());
    return settled(at, tag == Found.MORE ? tag : ends ? Found.YES : Found.NO, Found.NO);
  }

  /** A call ends an unclosed value, unless it is a whole call inside a value that goes on. */
  private Found callStarts(int at) {
    int rest = text.skipSpaces(at + FunctionTags.CALL.length());
    Found function = text.match(FunctionTags.FUNCTION, rest);
    if (function != Found.YES) {
      return settled(at, function, Found.NO);
    }
    boolean over = text.length() - at > maxHeld;
    int end = nested.endOfCall(at);
    if (end < 0) {
      return text.ended() || over ? Found.YES : Found.MORE;
    }
    Found goesOn = nested.valueGoesOn(end, this::endsHere);
    if (goesOn == Found.MORE && !over) {
      return goesOn;
    }
    next = goesOn == Found.NO ? at : end;
    return goesOn == Found.NO ? Found.YES : Found.NO;
  }
}
