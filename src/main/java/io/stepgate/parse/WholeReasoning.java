package io.stepgate.parse;

/**
 * Keeps a choice's reasoning until it is over and hands it on in one piece: {@code
 * stream_reasoning:false}. Over the limit it goes on in several, so that memory stays bounded.
 */
final class WholeReasoning implements SegmentSink {
  private final SegmentSink sink;
  private final int limit;
  private final StringBuilder kept = new StringBuilder();

  WholeReasoning(SegmentSink sink, int limit) {
    this.sink = sink;
    this.limit = limit;
  }

  @Override
  public void reasoning(CharSequence text) {
    kept.append(text);
    if (kept.length() > limit) {
      release();
    }
  }

  @Override
  public void content(CharSequence text) {
    release();
    sink.content(text);
  }

  @Override
  public void callStarted(int index, String name) {
    release();
    sink.callStarted(index, name);
  }

  @Override
  public void callArguments(int index, CharSequence json) {
    sink.callArguments(index, json);
  }

  @Override
  public void callEnded(int index, boolean truncated) {
    sink.callEnded(index, truncated);
  }

  boolean isEmpty() {
    return kept.length() == 0;
  }

  /** Hands on what is kept: the choice is over. */
  void release() {
    if (kept.length() > 0) {
      sink.reasoning(kept);
      kept.setLength(0);
    }
  }
}
