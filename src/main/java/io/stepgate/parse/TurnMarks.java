package io.stepgate.parse;

import java.util.List;

/**
 * Takes a model's marks of turns, such as the token that ends one, out of a text that comes cut
 * anywhere. Where {@code ignore_eos} keeps a model writing behind its end, a backend leaves these
 * marks out by itself unless the gateway asks it to keep special tokens for its own parsers. What
 * may be the beginning of a mark waits: at most one character less than the longest.
 */
final class TurnMarks {
  private final List<String> marks;
  private final StringBuilder held = new StringBuilder(0);
  private final StringBuilder clean = new StringBuilder(0);

  /**
   * @param marks begin with {@code <}, as the fast path expects of everything that it must not skip
   */
  TurnMarks(List<String> marks) {
    this.marks = marks;
  }

  /** The text without marks as far as it is decided; valid until the next call. */
  CharSequence without(CharSequence text) {
    if (held.length() == 0 && !MarkerScanner.has(text, '<')) {
      return text;
    }
    held.append(text);
    clean.setLength(0);
    int at = 0;
    while (at < held.length()) {
      int length = held.charAt(at) == '<' ? mark(at) : 0;
      if (length < 0) {
        break;
      }
      if (length == 0) {
        clean.append(held.charAt(at++));
      }
      at += length;
    }
    held.delete(0, at);
    return clean;
  }

  /** What waited, as no more text comes; valid until the next call. */
  CharSequence rest() {
    clean.setLength(0);
    clean.append(held);
    held.setLength(0);
    return clean;
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return held.length() == 0;
  }

  /**
   * The length of the mark that stands there, 0 if there is none, -1 where the text is too short.
   */
  private int mark(int at) {
    int found = 0;
    for (String mark : marks) {
      int there = Math.min(mark.length(), held.length() - at);
      if (CharSequence.compare(held.subSequence(at, at + there), mark.subSequence(0, there)) == 0) {
        if (there == mark.length()) {
          return there;
        }
        found = -1;
      }
    }
    return found;
  }
}
