package io.stepgate.parse;

/**
 * The visible text of the answer. Trailing blanks wait until visible text follows, because blanks
 * before a call are not content. More than {@code maxHeld} waiting blanks are let go as content.
 */
final class AnswerText {
  private final SegmentSink sink;
  private final int maxHeld;
  private final StringBuilder blanks = new StringBuilder();
  private final Slice slice = new Slice();
  private boolean visible;

  AnswerText(SegmentSink sink, int maxHeld) {
    this.sink = sink;
    this.maxHeld = maxHeld;
  }

  void text(CharSequence text) {
    int body = text.length();
    while (body > 0 && MarkerScanner.isBlank(text.charAt(body - 1))) {
      body--;
    }
    if (body > 0) {
      show(text, body);
    }
    blanks.append(text, body, text.length());
    if (blanks.length() > maxHeld) {
      release();
    }
  }

  private void show(CharSequence text, int body) {
    visible = true;
    if (blanks.length() > 0) {
      blanks.append(text, 0, body);
      release();
    } else {
      sink.content(body == text.length() ? text : slice.of(text, 0, body));
    }
  }

  private void release() {
    visible = true;
    sink.content(blanks);
    blanks.setLength(0);
  }

  /** A call follows, or nothing visible ever will. */
  void dropBlanks() {
    blanks.setLength(0);
  }

  /** The output ended in a lone call marker, which is dropped like the blanks before it. */
  void loneMarker() {
    if (!visible) {
      dropBlanks();
    }
  }

  /** The answer is over: waiting blanks are content only if no call took their place. */
  void finish(boolean anyCall) {
    if (!anyCall && blanks.length() > 0) {
      release();
    }
    dropBlanks();
  }

  /** No blank waits, and some visible text went by. */
  boolean passes() {
    return visible && blanks.length() == 0;
  }

  int heldChars() {
    return blanks.length();
  }
}
