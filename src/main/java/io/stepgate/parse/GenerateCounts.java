package io.stepgate.parse;

import io.stepgate.openai.Usage;
import java.util.Arrays;

/**
 * Token counts of all answers of one {@code /generate} request: a list of prompts, or {@code n}
 * above 1, has several, each of which tells its own counts so far.
 */
final class GenerateCounts {
  /** Answers beyond this are counted as one with the last: a backend may write any index. */
  private static final int ANSWERS = 4096;

  private static final int KINDS = 3;

  /** Prompt, completion and cached tokens of each answer; 0 where not known. */
  private long[] told = new long[KINDS];

  private boolean any;

  void add(int index, UsageReader counts) {
    int answer = Math.min(Math.max(index, 0), ANSWERS - 1);
    if ((answer + 1) * KINDS > told.length) {
      told = Arrays.copyOf(told, Math.max((answer + 1) * KINDS, told.length * 2));
    }
    any |= counts.completion() >= 0;
    tell(answer * KINDS, counts.prompt());
    tell(answer * KINDS + 1, counts.completion());
    tell(answer * KINDS + 2, counts.cached());
  }

  private void tell(int place, long count) {
    if (count >= 0) {
      told[place] = count;
    }
  }

  long completion() {
    return sum(1);
  }

  Usage usage() {
    return any ? new Usage(sum(0), sum(1), Usage.UNKNOWN, sum(2)) : Usage.NONE;
  }

  private long sum(int kind) {
    long sum = 0;
    for (int i = kind; i < told.length; i += KINDS) {
      sum += told[i];
    }
    return sum;
  }
}
