package io.stepgate.parse;

/** Takes tool calls out of the answer's text. Pieces may be cut anywhere. */
interface ToolCallParser {
  /** More text of the answer, never empty. */
  void text(CharSequence text);

  /**
   * The output ends here.
   *
   * @param stopped the model chose to stop, so missing closers may be supplied; otherwise it was
   *     cut off and nothing half is completed
   */
  void finish(boolean stopped);

  /** The backend has parsed a call itself here: blanks around it are no content. */
  void callElsewhere();

  /**
   * A text without {@code <} and with no blank at either end would go out whole, at once, as
   * content, and leave no trace here.
   */
  boolean passes();

  /** ANSWERING, or inside a call. */
  StreamState state();

  /** Calls that the client was told of. */
  int callCount();

  /** Characters held back now. */
  int heldChars();
}
