package io.stepgate.parse;

/**
 * Splits thinking from the answer. Thinking goes to the {@link SegmentSink}, everything after it to
 * the {@link ToolCallParser}; both are given at construction. Pieces may be cut anywhere.
 */
interface ReasoningParser {
  /** More text, never empty: thinking until this parser finds its end, then answer. */
  void text(CharSequence text);

  /** Thinking ends here, because the backend says so. Text that comes later is answer. */
  void close();

  /** The output ends here: what is still held goes where it belongs. */
  void finish();

  /** OPENING, THINKING, UNDECIDED, or ANSWERING once thinking is over. */
  StreamState.Phase phase();

  /** A text without {@code <} would go out whole, at once, as reasoning, and leave no trace. */
  boolean passes();

  /** Characters held back now. */
  int heldChars();
}
