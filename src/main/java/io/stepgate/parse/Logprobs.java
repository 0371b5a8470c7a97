package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonBytes;

/**
 * The logprobs of text that is held back: they wait with it and go out with the next piece, in
 * front of that piece's own. Shape: {@code {"content":[entry,…]}}.
 */
final class Logprobs {
  private final int limit;
  private final ByteSink entries = new ByteSink(0);

  /**
   * @param limit bytes that may wait
   */
  Logprobs(int limit) {
    this.limit = limit;
  }

  boolean waiting() {
    return entries.size() > 0;
  }

  /** Whether there is no room for more, so that they must go out without text. */
  boolean full() {
    return entries.size() > limit;
  }

  void hold(byte[] json, int from, int to) throws ParseFailure {
    int list = list(json, from, to);
    if (list >= 0) {
      add(json, list, Members.end(json, list, to), entries);
    }
  }

  /** Writes what waited and then the value at {@code [from, to)}, which may be missing (−1). */
  void write(byte[] json, int from, int to, ByteSink out) throws ParseFailure {
    int list = from < 0 ? -1 : list(json, from, to);
    boolean any = waiting();
    out.write("{\"content\":[").write(entries.array(), 0, entries.size());
    entries.clear();
    if (list >= 0) {
      int end = Members.end(json, list, to);
      if (JsonBytes.skipSpace(json, list + 1, end) < end - 1) {
        out.write(any ? "," : "").write(json, list + 1, end - 1);
      }
    }
    out.write("]}");
  }

  private static void add(byte[] json, int from, int to, ByteSink out) {
    if (JsonBytes.skipSpace(json, from + 1, to) < to - 1) {
      if (out.size() > 0) {
        out.write(',');
      }
      out.write(json, from + 1, to - 1);
    }
  }

  private static int list(byte[] json, int from, int to) throws ParseFailure {
    int at = Members.open(json, from, to, '{');
    while ((at = Members.key(json, at, to)) != Members.NONE) {
      int keyTo = Members.closingQuote(json, at, to);
      int value = Members.value(json, keyTo, to);
      if (json[value] == '[' && JsonBytes.spells(json, at + 1, keyTo, "content")) {
        return value;
      }
      at = Members.separator(json, Members.end(json, value, to), to, '}');
    }
    return -1;
  }
}
