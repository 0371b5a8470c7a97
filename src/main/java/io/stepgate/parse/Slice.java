package io.stepgate.parse;

/**
 * A reusable view of a part of a text, so that handing on a piece copies nothing. Whoever keeps a
 * piece copies it, as {@link SegmentSink} says.
 */
final class Slice implements CharSequence {
  private CharSequence text = "";
  private int from;
  private int to;

  /** This view, now of {@code text} between {@code from} and {@code to}. */
  CharSequence of(CharSequence text, int from, int to) {
    this.text = text;
    this.from = from;
    this.to = to;
    return this;
  }

  @Override
  public int length() {
    return to - from;
  }

  @Override
  public char charAt(int index) {
    return text.charAt(from + index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(from + start, from + end);
  }

  @Override
  public String toString() {
    return text.subSequence(from, to).toString();
  }
}
