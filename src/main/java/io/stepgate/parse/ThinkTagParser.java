package io.stepgate.parse;

import io.stepgate.parse.MarkerScanner.Found;
import io.stepgate.parse.StreamState.Phase;

/**
 * Thinking between an opening and a closing marker. Opening markers are dropped only before the
 * first visible text, the first closing marker ends thinking for good, and no blank is touched.
 *
 * <p>With tools, a call written while thinking may be meant (the model forgot to close its
 * thinking) or quoted. It is meant if thinking never closes, if the closing marker lies inside the
 * call, or if only blanks stand between the call, or a chain of calls, and the closing marker,
 * which is then dropped. So text is held from such a call until the closing marker or the end
 * comes. At most {@code maxHeld} characters are held: over that, a call that is still open, or
 * followed by blanks alone, counts as meant, and a closed call followed by more thinking counts as
 * quoted.
 */
final class ThinkTagParser implements ReasoningParser {
  private final String open;
  private final String close;
  private final String closeStart;
  private final boolean callsActive;
  private final int maxHeld;
  private final SegmentSink sink;
  private final ToolCallParser answer;
  private final MarkerScanner held = new MarkerScanner();
  private Phase phase = Phase.OPENING;
  private boolean inside;
  private boolean closedByBackend;
  // Where the closing marker stands in the held text (-1 unknown), and up to where it does not.
  private int closeAt = -1;
  private int searched;
  private int chainEnd;
  private int afterChain;

  /**
   * @param inside the output begins inside thinking, whether or not an opening marker is echoed
   * @param callsActive tools are declared, so calls written while thinking are looked at
   */
  ThinkTagParser(
      String open,
      String close,
      boolean inside,
      boolean callsActive,
      int maxHeld,
      SegmentSink sink,
      ToolCallParser answer) {
    this.open = open;
    this.close = close;
    this.closeStart = close.substring(0, 1);
    this.inside = inside;
    this.callsActive = callsActive;
    this.maxHeld = maxHeld;
    this.sink = sink;
    this.answer = answer;
  }

  @Override
  public void text(CharSequence text) {
    if (phase == Phase.ANSWERING) {
      answer.text(text);
    } else if (phase == Phase.THINKING && held.isEmpty() && !mayHoldMarker(text)) {
      sink.reasoning(text);
    } else {
      held.append(text);
      run();
    }
  }

  @Override
  public void close() {
    closedByBackend = true;
    // The backend's own word that this was thinking outweighs a missing opening marker.
    inside = true;
    finish();
  }

  @Override
  public void finish() {
    held.end();
    run();
    phase = Phase.ANSWERING;
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public boolean passes() {
    return phase == Phase.THINKING && held.isEmpty() && close.charAt(0) == '<';
  }

  @Override
  public int heldChars() {
    return held.length();
  }

  private void run() {
    boolean moved = true;
    while (moved && !held.isEmpty()) {
      moved =
          switch (phase) {
            case OPENING -> opening();
            case THINKING -> thinking();
            case UNDECIDED -> undecided();
            case ANSWERING, DONE -> handOver();
          };
    }
  }

  private boolean opening() {
    int at = held.skipBlanks(0);
    Found found = held.match(open, at);
    if (found == Found.YES) {
      drop(at + open.length());
      inside = true;
      return true;
    }
    if (found == Found.MORE && held.length() <= maxHeld) {
      return false;
    }
    phase = inside ? Phase.THINKING : Phase.ANSWERING;
    return true;
  }

  private boolean thinking() {
    int at = candidate(0);
    if (at != 0) {
      reasoning(at < 0 ? held.length() : at);
      return true;
    }
    Found closing = held.match(close, 0);
    if (closing == Found.YES) {
      drop(close.length());
      phase = Phase.ANSWERING;
      return true;
    }
    Found call = callsActive ? opensCall() : Found.NO;
    if (call == Found.YES) {
      phase = Phase.UNDECIDED;
      return true;
    }
    if (closing == Found.MORE || (call == Found.MORE && held.length() <= maxHeld)) {
      return false;
    }
    int next = candidate(1);
    reasoning(next < 0 ? held.length() : next);
    return true;
  }

  private Found opensCall() {
    Found wrapper = held.match(FunctionTags.CALL, 0);
    return wrapper == Found.YES
        ? held.match(FunctionTags.FUNCTION, held.skipBlanks(FunctionTags.CALL.length()))
        : wrapper;
  }

  private boolean undecided() {
    if (closeAt < 0) {
      closeAt = held.indexOf(close, searched);
      searched = Math.max(searched, held.length() - close.length() + 1);
    }
    if (closeAt >= 0) {
      decide(closeAt, close.length());
    } else if (held.ended() && closedByBackend) {
      decide(held.length(), 0);
    } else if (held.ended()) {
      phase = Phase.ANSWERING;
    } else if (held.length() > maxHeld) {
      decideUnseen();
    } else {
      return false;
    }
    return true;
  }

  /** The rule, with the closing marker of {@code width} characters at {@code end}. */
  private void decide(int end, int width) {
    if (!chainCloses(end)) {
      phase = Phase.ANSWERING;
    } else if (afterChain == end) {
      answer.text(held.slice(0, end));
      drop(end + width);
      phase = Phase.ANSWERING;
    } else {
      reasoning(chainEnd);
      phase = Phase.THINKING;
    }
  }

  /** The best guess when no closing marker came within the limit. */
  private void decideUnseen() {
    boolean quoted =
        chainCloses(held.length())
            && afterChain < held.length()
            && held.matchAny(afterChain, FunctionTags.CALL, close) == Found.NO;
    if (quoted) {
      reasoning(chainEnd);
    }
    phase = quoted ? Phase.THINKING : Phase.ANSWERING;
  }

  /** Whether the held call, and every call that follows after blanks alone, closes before limit. */
  private boolean chainCloses(int limit) {
    afterChain = 0;
    do {
      int stop = held.indexOf(FunctionTags.CALL_END, afterChain);
      if (stop < 0 || stop > limit) {
        return false;
      }
      chainEnd = stop + FunctionTags.CALL_END.length();
      afterChain = held.skipBlanks(chainEnd);
    } while (held.match(FunctionTags.CALL, afterChain) == Found.YES);
    return true;
  }

  private boolean handOver() {
    answer.text(held.slice(0, held.length()));
    drop(held.length());
    return true;
  }

  private void reasoning(int length) {
    sink.reasoning(held.slice(0, length));
    drop(length);
  }

  private void drop(int length) {
    held.drop(length);
    closeAt = Math.max(-1, closeAt - length);
    searched = Math.max(0, searched - length);
  }

  private boolean mayHoldMarker(CharSequence text) {
    return MarkerScanner.has(text, close.charAt(0))
        || (callsActive && MarkerScanner.has(text, '<'));
  }

  /** First place from {@code from} on where a marker may begin, or -1. */
  private int candidate(int from) {
    int closing = held.indexOf(closeStart, from);
    if (!callsActive || close.charAt(0) == '<') {
      return closing;
    }
    int call = held.indexOf("<", from);
    return closing < 0 || (call >= 0 && call < closing) ? call : closing;
  }
}
