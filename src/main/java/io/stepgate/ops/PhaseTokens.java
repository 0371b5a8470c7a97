package io.stepgate.ops;

import io.stepgate.openai.Usage;
import io.stepgate.parse.StreamTally;

/**
 * An answer's tokens by what they were spent on. Reasoning tokens are the backend's own count where
 * it has one. What a backend counts as one number is shared out by a stream's frames, which hold a
 * token each unless the backend sends several at once, and by a whole answer's characters: the sum
 * is exact, the shares are near.
 *
 * @param answer tokens of neither a call nor thinking
 */
record PhaseTokens(long reasoning, long answer, long tool) {
  static PhaseTokens of(Usage usage, StreamTally tally) {
    long all = Math.max(0, usage.completion());
    long reasoning =
        usage.reasoning() > 0
            ? Math.min(all, usage.reasoning())
            : share(
                all,
                tally.reasoningShare(),
                tally.reasoningShare() + tally.answerShare() + tally.toolShare());
    long rest = all - reasoning;
    long tool = share(rest, tally.toolShare(), tally.toolShare() + tally.answerShare());
    return new PhaseTokens(reasoning, rest - tool, tool);
  }

  /** The backend's own count of thinking. Without a reasoning parser it tells 0 of any thought. */
  static long countedReasoning(Usage usage, StreamTally tally) {
    boolean counted = usage.reasoning() > 0 || tally.reasoningFrames() == 0;
    return counted ? usage.reasoning() : Usage.UNKNOWN;
  }

  private static long share(long tokens, long part, long whole) {
    return whole == 0 ? 0 : Math.round(tokens * (part / (double) whole));
  }
}
