package io.stepgate.parse;

import io.stepgate.parse.MarkerScanner.Found;
import java.util.Map;

/**
 * The opening tags of the function/parameter grammar, with the repairs for slightly broken ones.
 * Repairs apply to declared names only: anything else that is not well formed is text.
 *
 * <p>A tag is read once its closing bracket, or the bracket of the next tag, has come. One that
 * lasts longer than {@value #LONGEST} characters is no tag.
 */
final class FunctionTags {
  static final String CALL = "<tool_call>";
  static final String CALL_END = "</tool_call>";
  static final String FUNCTION = "<function";
  static final String FUNCTION_IS = "<function=";
  static final String FUNCTION_END = "</function>";
  static final String PARAMETER = "<parameter";
  static final String PARAMETER_IS = "<parameter=";
  static final String PARAMETER_END = "</parameter>";

  static final int LONGEST = 4096;

  private final MarkerScanner text;
  private final DeclaredTools tools;
  private String name = "";
  private int end;

  FunctionTags(MarkerScanner text, DeclaredTools tools) {
    this.text = text;
    this.tools = tools;
  }

  /** The name in the tag found last. */
  String name() {
    return name;
  }

  /** Where the tag found last ends. */
  int end() {
    return end;
  }

  /**
   * {@code <function=NAME>} with any name; for declared names also {@code <function NAME>}, {@code
   * <functionNAME>} and a missing bracket. An empty name is no call: a client could not answer it.
   */
  Found function(int at) {
    Found opens = text.match(FUNCTION, at);
    if (opens != Found.YES) {
      return opens;
    }
    int from = at + FUNCTION.length();
    if (text.closer(from) == text.length() && mayWait(at)) {
      return Found.MORE;
    }
    int stop = text.angle(from);
    boolean closed = at(stop, '>');
    if (!at(from, '=')) {
      return closed && looseFunction(from, stop) ? found(stop + 1) : Found.NO;
    }
    if (closed && quotedName(from + 1, stop)) {
      return found(stop + 1);
    }
    int nameEnd = nameEnd(from + 1);
    return nameEnd > from + 1 && endsName(nameEnd) && declared(from + 1, nameEnd)
        ? found(nameEnd)
        : Found.NO;
  }

  /** A declared function's tag outside a wrapper, if a parameter or its closing tag follows. */
  Found bareFunction(int at) {
    Found opens = text.match(FUNCTION_IS, at);
    if (opens != Found.YES) {
      return opens;
    }
    int from = at + FUNCTION_IS.length();
    int stop = text.angle(from);
    if (stop == text.length() && mayWait(at)) {
      return Found.MORE;
    }
    int nameEnd = nameEnd(from);
    if (!at(stop, '>') || !onlySpaces(nameEnd, stop) || !declared(from, nameEnd)) {
      return Found.NO;
    }
    Found follows = text.matchAny(text.skipSpaces(stop + 1), PARAMETER_IS, FUNCTION_END);
    return follows == Found.MORE && !mayWait(at) ? Found.NO : follows;
  }

  /**
   * {@code <parameter=KEY>} with any key; for declared keys also {@code <parameter KEY>}, {@code
   * <parameter name="KEY">}, trailing punctuation and a missing bracket.
   */
  Found parameter(int at, Map<String, ParameterType> declared) {
    int from = at + PARAMETER.length();
    int stop = text.angle(from);
    if (stop == text.length() && mayWait(at)) {
      return Found.MORE;
    }
    boolean closed = at(stop, '>');
    if (!at(from, '=')) {
      return closed && looseParameter(from, stop, declared) ? found(stop + 1) : Found.NO;
    }
    int key = from + 1;
    int past = text.match("parameter=", key) == Found.YES ? key + "parameter=".length() : key;
    if (closed && (key(past, stop) || key(key, stop))) {
      return found(stop + 1);
    }
    int keyEnd = nameEnd(past);
    if (keyEnd == past || !endsName(keyEnd)) {
      return Found.NO;
    }
    boolean punctuated = keyEnd - past > 1 && ":;,".indexOf(text.charAt(keyEnd - 1)) >= 0;
    name = text.copy(past, punctuated ? keyEnd - 1 : keyEnd);
    return declared.containsKey(name) ? found(keyEnd) : Found.NO;
  }

  private boolean mayWait(int at) {
    return !text.ended() && text.length() - at <= LONGEST;
  }

  private Found found(int end) {
    this.end = end;
    return Found.YES;
  }

  private boolean at(int at, char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean quote(int at) {
    return at(at, '"') || at(at, '\'');
  }

  private boolean declared(int from, int to) {
    name = text.copy(from, to);
    return tools.declares(name);
  }

  /** What follows a tag whose bracket is missing: white space or the next tag. */
  private boolean endsName(int at) {
    return at < text.length() && (MarkerScanner.isSpace(text.charAt(at)) || at(at, '<'));
  }

  private int nameEnd(int from) {
    int at = from;
    while (at < text.length()
        && "<>=\"'".indexOf(text.charAt(at)) < 0
        && !MarkerScanner.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int skip(int from, int to) {
    int at = from;
    while (at < to && MarkerScanner.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int trimmed(int from, int to) {
    int at = to;
    while (at > from && MarkerScanner.isSpace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private boolean onlySpaces(int from, int to) {
    return from <= to && skip(from, to) == to;
  }

  /** A name of one line, perhaps quoted, alone between the two places. */
  private boolean quotedName(int from, int to) {
    int start = skip(from, to);
    start += start < to && quote(start) ? 1 : 0;
    int stop = start;
    while (stop < to && !quote(stop) && !at(stop, '\n')) {
      stop++;
    }
    if (!onlySpaces(stop < to && quote(stop) ? stop + 1 : stop, to)) {
      return false;
    }
    start = skip(start, stop);
    name = text.copy(start, trimmed(start, stop));
    return !name.isEmpty();
  }

  private boolean looseFunction(int from, int to) {
    int start = skip(from, to);
    int stop = nameEnd(start);
    return stop > start
        && onlySpaces(stop, to)
        && declared(start, stop)
        && (start > from || isWord(name));
  }

  private static boolean isWord(String name) {
    char first = name.charAt(0);
    return first < 128
        && (first == '_' || Character.isLetter(first))
        && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_.-".indexOf(c) >= 0);
  }

  private boolean looseParameter(int from, int to, Map<String, ParameterType> declared) {
    int start = skip(from, to);
    if (start == from) {
      return false;
    }
    start += text.match("name=", start) == Found.YES ? "name=".length() : 0;
    start += quote(start) ? 1 : 0;
    int stop = nameEnd(start);
    if (stop == start || !onlySpaces(quote(stop) ? stop + 1 : stop, to)) {
      return false;
    }
    name = text.copy(start, stop);
    return declared.containsKey(name);
  }

  /** Any key of one line, alone between the two places. A key may even be one space. */
  private boolean key(int from, int to) {
    int start = skip(from, to);
    int stop = trimmed(start, to);
    if (start == to) {
      while (start > from && at(start - 1, '\n')) {
        start--;
      }
      stop = start--;
    }
    if (start < from || text.copy(start, stop).indexOf('\n') >= 0) {
      return false;
    }
    name = unquoted(text.copy(start, stop));
    return true;
  }

  private static String unquoted(String key) {
    int last = key.length() - 1;
    boolean quoted =
        last > 1
            && key.charAt(0) == key.charAt(last)
            && (key.charAt(0) == '"' || key.charAt(0) == '\'');
    return quoted ? key.substring(1, last) : key;
  }
}
