package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonBytes;
import io.stepgate.json.JsonCursor;
import io.stepgate.json.MalformedJson;

/**
 * The logprobs of text that is held back: they wait with it and go out with the next piece, in
 * front of that piece's own. Shape: {@code {"content":[entry,…]}}.
 */
final class Logprobs {
  private final JsonCursor members = new JsonCursor();
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

  void hold(byte[] json, int from, int to) throws MalformedJson {
    if (list(json, from, to)) {
      add(json, members.from(), members.to(), entries);
    }
  }

  /** Writes what waited and then the value at {@code [from, to)}, which may be missing (−1). */
  void write(byte[] json, int from, int to, ByteSink out) throws MalformedJson {
    boolean list = from >= 0 && list(json, from, to);
    boolean any = waiting();
    out.write("{\"content\":[").write(entries.array(), 0, entries.size());
    entries.clear();
    if (list && JsonBytes.skipSpace(json, members.from() + 1, members.to()) < members.to() - 1) {
      out.write(any ? "," : "").write(json, members.from() + 1, members.to() - 1);
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

  /** Goes to the list of entries; false where there is none. */
  private boolean list(byte[] json, int from, int to) throws MalformedJson {
    members.enter(json, from, to);
    while (members.next()) {
      if (members.first() == '[' && members.named("content")) {
        return true;
      }
    }
    return false;
  }
}
