package io.stepgate.parse;

/**
 * Where the segments of one choice go, in the order of the text. A tool call comes as one start,
 * any number of argument fragments whose concatenation is the JSON text of the arguments, and one
 * end. Texts are only valid during the call: a sink that keeps one copies it.
 */
public interface SegmentSink {
  /** A piece of the model's thinking, never empty. */
  void reasoning(CharSequence text);

  /** A piece of the answer, never empty. */
  void content(CharSequence text);

  /**
   * A call begins.
   *
   * @param index counts the choice's calls from 0
   * @param name the function's name, as the model wrote it
   */
  void callStarted(int index, String name);

  /** A piece of the JSON text of call {@code index}'s arguments, never empty. */
  void callArguments(int index, CharSequence json);

  /**
   * The call is over.
   *
   * @param truncated the output was cut inside the call: its arguments are not whole JSON, on
   *     purpose
   */
  void callEnded(int index, boolean truncated);
}
