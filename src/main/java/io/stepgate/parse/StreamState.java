package io.stepgate.parse;

/**
 * Where the text of one choice stands.
 *
 * <pre>
 *                    no opening marker expected, or the backend splits thinking itself
 *            +------------------------------------------------------------------------+
 *            |                                                                        v
 *         OPENING --first visible text--> THINKING --closing marker------------> ANSWERING --+
 *          |   ^                           |    ^                                 ^  |   ^   |
 *          +---+                      a call    | the call was          promoted: |  |   |   |
 *     opening marker                  opens     | only quoted           it is     |  |   |   |
 *     (repeated) dropped                   v    |                       a call    |  |   |   |
 *                                        UNDECIDED -------------------------------+  |   |   |
 *                                                                         call opens v   |   |
 *                                                                            Calling(i, name)|
 *                                                                              call closes   |
 *         DONE <---------------------------- end of the output, from everywhere -------------+
 * </pre>
 *
 * <p>There is no way back into thinking: a marker in the answer is a word of the answer.
 */
sealed interface StreamState permits StreamState.Phase, StreamState.Calling {
  /** The states that need no more than their name. */
  enum Phase implements StreamState {
    /** Nothing visible yet; blanks and opening markers are held or dropped. */
    OPENING,
    /** Text is reasoning. */
    THINKING,
    /** A call was written while thinking; whether it is meant or quoted is not decided yet. */
    UNDECIDED,
    /** Text is content. */
    ANSWERING,
    /** The output is over. */
    DONE
  }

  /**
   * Inside a tool call.
   *
   * @param index counts the choice's calls from 0, those withheld from the client included
   * @param name the function's name
   */
  record Calling(int index, String name) implements StreamState {}
}
