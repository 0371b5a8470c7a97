package io.stepgate.parse;

/**
 * Counts what a stream has told its client, by phase. A frame with several pieces counts for each.
 * Observers compare two looks; nothing calls them.
 */
public final class StreamTally {
  private long reasoning;
  private long answer;
  private long tool;
  private long finished;
  private long broken;

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

  /** Frames with any text or call: what the serving benchmark counts. */
  public long textFrames() {
    return reasoning + answer + tool;
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
    }
  }

  void pieces(DeltaAssembler pieces, boolean calls, boolean finishes) {
    for (int i = 0; i < pieces.count(); i++) {
      switch (pieces.kind(i)) {
        case REASONING -> reasoning++;
        case CONTENT -> answer++;
        case CALL -> tool++;
      }
    }
    if (calls) {
      tool++;
    }
    if (finishes) {
      finished++;
    }
  }

  void brokenFrame() {
    broken++;
  }
}
