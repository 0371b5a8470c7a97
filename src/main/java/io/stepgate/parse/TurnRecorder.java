package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonEscaper;
import java.util.ArrayList;
import java.util.List;

/** Collects what a client is told of one choice's thinking, and the ids of its calls. */
final class TurnRecorder {
  /** More thinking than this is not collected, in bytes. */
  static final int LONGEST = 1 << 20;

  private static final int MOST_CALLS = 64;
  private static final int LONGEST_ID = 128;

  private final TurnSink sink;
  private final ByteSink reasoning = new ByteSink(256);
  private final List<String> callIds = new ArrayList<>(1);
  private boolean given;

  TurnRecorder(TurnSink sink) {
    this.sink = sink;
  }

  /** A piece of thinking in the backend's own bytes, the inside of a JSON string. */
  void reasoning(byte[] json, int from, int to) {
    if (reasoning.size() + to - from > LONGEST) {
      giveUp();
    }
    // A control character in a string is no JSON: some clients live with it, a backend does not.
    for (int i = from; !given && i < to; i++) {
      if (json[i] >= 0 && json[i] < ' ') {
        giveUp();
      }
    }
    if (!given) {
      reasoning.write(json, from, to);
    }
  }

  void reasoning(CharSequence text, int from, int to) {
    if (!given) {
      JsonEscaper.escape(text, from, to, reasoning);
      if (reasoning.size() > LONGEST) {
        giveUp();
      }
    }
  }

  void call(String id) {
    if (callIds.size() < MOST_CALLS && id.length() <= LONGEST_ID) {
      callIds.add(id);
    }
  }

  /** The choice is over. */
  void finish() {
    if (!given && !callIds.isEmpty() && reasoning.size() > 0) {
      sink.turn(List.copyOf(callIds), reasoning.copy());
    }
    giveUp();
  }

  private void giveUp() {
    given = true;
    reasoning.clear();
  }
}
