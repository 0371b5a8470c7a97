package io.stepgate.parse;

/**
 * Tells the sink about calls, in the order the sink wants. With {@code firstCallOnly} every later
 * call is read but not told: the client asked for no parallel calls and the backend ignores that.
 */
final class CallWriter {
  private final SegmentSink sink;
  private final boolean firstCallOnly;
  private StreamState.Calling current;
  private int count;
  private boolean told;
  private boolean elsewhere;

  CallWriter(SegmentSink sink, boolean firstCallOnly) {
    this.sink = sink;
    this.firstCallOnly = firstCallOnly;
  }

  void start(String name) {
    current = new StreamState.Calling(count++, name);
    told = !firstCallOnly || current.index() == 0;
    if (told) {
      sink.callStarted(current.index(), name);
    }
  }

  void arguments(CharSequence json) {
    if (told && json.length() > 0) {
      sink.callArguments(current.index(), json);
    }
  }

  void end(boolean truncated) {
    if (told) {
      sink.callEnded(current.index(), truncated);
    }
    current = null;
  }

  /** A call that came another way. */
  void elsewhere() {
    elsewhere = true;
  }

  /** Whether a call was met, told or not. */
  boolean any() {
    return count > 0 || elsewhere;
  }

  /** Calls that the client was told of. */
  int callCount() {
    return firstCallOnly ? Math.min(count, 1) : count;
  }

  StreamState state() {
    return current == null ? StreamState.Phase.ANSWERING : current;
  }
}
