package io.stepgate.parse;

/** The answer of a choice without tools: content, untouched and at once. */
final class PlainAnswer implements ToolCallParser {
  private final SegmentSink sink;

  PlainAnswer(SegmentSink sink) {
    this.sink = sink;
  }

  @Override
  public void text(CharSequence text) {
    sink.content(text);
  }

  @Override
  public void finish(boolean stopped) {
    // Nothing is ever held.
  }

  @Override
  public void callElsewhere() {
    // Blanks are content here: calls were not asked for.
  }

  @Override
  public boolean passes() {
    return true;
  }

  @Override
  public StreamState state() {
    return StreamState.Phase.ANSWERING;
  }

  @Override
  public int callCount() {
    return 0;
  }

  @Override
  public int heldChars() {
    return 0;
  }
}
