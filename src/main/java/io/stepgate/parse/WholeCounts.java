package io.stepgate.parse;

import io.stepgate.openai.JsonBytes;
import io.stepgate.openai.Usage;

/**
 * What a whole answer that passes as it is tells of itself: token counts, from the {@code usage} of
 * an OpenAI path or the {@code meta_info} of {@code /generate}, whose answer to a batch is an
 * array; and whether it was aborted.
 *
 * @param usage {@link Usage#NONE} where the answer has none
 */
public record WholeCounts(Usage usage, StreamTally tally) {

  /** Reads an answer; one that is no JSON has no counts. */
  public static WholeCounts read(byte[] json) {
    StreamTally tally = new StreamTally();
    try {
      return new WholeCounts(find(json, tally), tally);
    } catch (ParseFailure notJson) {
      // The answer passes whatever it is; what cannot be read has no counts.
      return new WholeCounts(Usage.NONE, tally);
    }
  }

  private static Usage find(byte[] json, StreamTally tally) throws ParseFailure {
    int at = JsonBytes.skipSpace(json, 0, json.length);
    ChunkReader answer = new ChunkReader();
    UsageReader usage = new UsageReader();
    GenerateCounts counts = new GenerateCounts();
    if (at < json.length && json[at] == '[') {
      at = Members.open(json, 0, json.length, '[');
      for (int index = 0; at != Members.NONE; index++) {
        int value = JsonBytes.skipSpace(json, at, json.length);
        if (index == 0 && value < json.length && json[value] == ']') {
          break;
        }
        int end = Members.end(json, value, json.length);
        if (json[value] == '{') {
          answer.read(json, value, end);
          add(json, answer, index, usage, counts, tally);
        }
        at = Members.separator(json, end, json.length, ']');
      }
      return counts.usage();
    }
    answer.read(json, 0, json.length);
    while (answer.nextChoice(json)) {
      tally.aborted(AbortReason.in(json, answer.choiceFrom, answer.choiceTo));
    }
    if (answer.usageFrom >= 0) {
      usage.read(json, answer.usageFrom, answer.usageTo);
      return usage.usage();
    }
    add(json, answer, 0, usage, counts, tally);
    return counts.usage();
  }

  private static void add(
      byte[] json,
      ChunkReader answer,
      int index,
      UsageReader usage,
      GenerateCounts counts,
      StreamTally tally)
      throws ParseFailure {
    if (answer.metaFrom >= 0) {
      usage.read(json, answer.metaFrom, answer.metaTo);
      counts.add(index, usage);
      tally.aborted(AbortReason.in(json, answer.metaFrom, answer.metaTo));
    }
  }
}
