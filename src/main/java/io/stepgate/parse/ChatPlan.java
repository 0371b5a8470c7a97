package io.stepgate.parse;

import java.util.List;

/**
 * How the answer to one chat request is read.
 *
 * @param text how the text of each choice is taken apart
 * @param choices how many choices were asked for
 * @param wantsUsage whether the client asked for a stream's usage frame
 * @param wholeReasoning {@code stream_reasoning:false}: the thinking goes out in one piece
 * @param answerIfJson a grammar may keep the model from thinking: text that begins like JSON is
 *     answer
 * @param rid names the request towards the backend; the ids of calls are made from it
 * @param turnMarks what the model writes between turns and is no text, see {@link TurnMarks}; empty
 *     where none can come
 * @param turns is told the turns that called tools; null where nobody wants to know
 * @param maxFrame bytes that one frame of a stream may have
 */
public record ChatPlan(
    TextPlan text,
    int choices,
    boolean wantsUsage,
    boolean wholeReasoning,
    boolean answerIfJson,
    String rid,
    List<String> turnMarks,
    TurnSink turns,
    int maxFrame) {

  /** Whether calls are looked for in the text. */
  boolean callsActive() {
    return !text.tools().isEmpty() && !ParserCatalog.NONE.equals(text.toolCallParser());
  }

  /** What the ids of a choice's calls begin with: unique to the request and the choice. */
  String callIdStem(int choice) {
    String number = Integer.toHexString(choice);
    return rid.substring(0, Math.min(16, rid.length()))
        + "0".repeat(Math.max(0, 3 - number.length()))
        + number;
  }
}
