package io.stepgate.parse;

import io.stepgate.parse.MarkerScanner.Found;

/**
 * Finds where a JSON object ends, without reading it: brackets are counted outside strings. What
 * can be seen to be no JSON is given up at once, the rest shows when the object is read.
 */
final class JsonSpan {
  private int at;
  private int depth;
  private boolean inString;
  private boolean escaped;

  void reset() {
    at = 0;
    depth = 0;
    inString = false;
    escaped = false;
  }

  /** Looks on, in an object that begins at {@code from}; every call must name the same place. */
  Found scan(MarkerScanner text, int from) {
    at = Math.max(at, from);
    while (at < text.length()) {
      if (!step(text.charAt(at++))) {
        return Found.NO;
      }
      if (depth == 0) {
        return Found.YES;
      }
    }
    return Found.MORE;
  }

  /** Where the object ends, once found. */
  int end() {
    return at;
  }

  /** Open brackets after the characters seen so far. */
  int depth() {
    return depth;
  }

  /** Takes one character; false if no JSON object can have it there. */
  boolean step(char c) {
    if (escaped) {
      escaped = false;
      return c >= ' ';
    }
    if (inString) {
      escaped = c == '\\';
      inString = c != '"';
      return c >= ' ';
    }
    switch (c) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      default -> {
        return MarkerScanner.isBlank(c) || isPlain(c);
      }
    }
    return true;
  }

  /** Punctuation, and what numbers and the three words are made of. */
  private static boolean isPlain(char c) {
    return c == ','
        || c == ':'
        || c == '+'
        || c == '-'
        || c == '.'
        || (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || c == 'E';
  }
}
