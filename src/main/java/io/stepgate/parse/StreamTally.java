package io.stepgate.parse;

import java.util.List;
import java.util.stream.Stream;

/**
 * Counts what a stream has told its client, by phase. A frame with several pieces counts for each.
 * Observers compare two looks; nothing calls them.
 */
public final class StreamTally {
  /** Choices that can be told apart; a request may ask for any number. */
  private static final int MOST_REASONS = 16;

  private long reasoning;
  private long answer;
  private long tool;
  private long tokens;
  private long finished;
  private List<String> finishReasons = List.of();
  private boolean aborted;
  private long broken;
  private boolean whole;
  private long reasoningLength;
  private long answerLength;
  private long toolLength;

  /** Frames with a piece of thinking. */
  public long reasoningFrames() {
    return reasoning;
  }

  /** Frames with a piece of the answer. */
  public long answerFrames() {
    return answer;
  }

  /** Frames with a piece of a tool call. */
  public long toolFrames() {
    return tool;
  }

  /** Choices that came to their end. */
  public long finishedChoices() {
    return finished;
  }

  /** Why choices ended, as the client was told, one for each that said so; chat answers alone. */
  public List<String> finishReasons() {
    return finishReasons;
  }

  /** Whether somebody had the answer, or a choice of it, aborted at the backend. */
  public boolean aborted() {
    return aborted;
  }

  /** Frames with any text or call: what the serving benchmark counts. */
  public long textFrames() {
    return reasoning + answer + tool;
  }

  /**
   * Token events as the serving benchmark counts them: on {@code /generate} the tokens that the
   * backend has told with a text so far, elsewhere one for each of {@link #textFrames}.
   */
  public long tokenEvents() {
    return tokens;
  }

  /**
   * What the tokens of thinking are in relation to, as are those of {@link #answerShare} and {@link
   * #toolShare}: frames of a stream, characters of a whole answer.
   */
  public long reasoningShare() {
    return whole ? reasoningLength : reasoning;
  }

  public long answerShare() {
    return whole ? answerLength : answer;
  }

  public long toolShare() {
    return whole ? toolLength : tool;
  }

  /** Held pieces that could not be written when the stream failed. */
  public long brokenFrames() {
    return broken;
  }

  void text(boolean thinking, boolean any) {
    if (any) {
      if (thinking) {
        reasoning++;
      } else {
        answer++;
      }
      tokens++;
    }
  }

  /**
   * A frame of {@code /generate}. The benchmark skips one that brings no new token.
   *
   * @param told tokens that the backend has counted so far
   */
  void generated(long told) {
    if (told > tokens) {
      tokens = told;
      answer++;
    }
  }

  /**
   * @param finish why the choice ends here, or null
   */
  void pieces(DeltaAssembler pieces, boolean calls, String finish) {
    for (int i = 0; i < pieces.count(); i++) {
      switch (pieces.kind(i)) {
        case REASONING -> reasoning++;
        case CONTENT -> answer++;
        case CALL -> tool++;
      }
      tokens++;
    }
    if (calls) {
      tool++;
      tokens++;
    }
    if (finish != null) {
      finished++;
      aborted |= finish.equals("abort");
      finishReasons =
          Stream.concat(finishReasons.stream(), Stream.of(finish)).limit(MOST_REASONS).toList();
    }
  }

  /**
   * A choice of a whole answer: few pieces, of any length. None of its tokens was seen on its way.
   *
   * @param callBytes of the calls that the backend parsed
   */
  void whole(DeltaAssembler pieces, int callBytes) {
    whole = true;
    tokens = 0;
    for (int i = 0; i < pieces.count(); i++) {
      switch (pieces.kind(i)) {
        case REASONING -> reasoningLength += pieces.length(i);
        case CONTENT -> answerLength += pieces.length(i);
        case CALL -> toolLength += pieces.length(i);
      }
    }
    toolLength += callBytes;
  }

  void aborted(boolean here) {
    aborted |= here;
  }

  void brokenFrame() {
    broken++;
  }
}
