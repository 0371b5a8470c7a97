package io.stepgate.parse;

import io.stepgate.json.JsonBytes;
import io.stepgate.openai.Usage;

/**
 * What a whole answer that passes as it is tells of itself: token counts, from the {@code usage} of
 * an OpenAI path or the {@code meta_info} of {@code /generate}, whose answer to a batch is an
 * array; and whether it was aborted.
 *
 * @param usage {@link Usage#NONE} where the answer has none
 */
public record WholeCounts(Usage usage, StreamTally tally) {

  /**
   * Reads an answer. Its members are stepped over by their brackets and quotes, which is as deep as
   * one look at each byte goes.
   *
   * @param rid the request's own name; null where answers have none
   * @throws ParseFailure when the answer is no JSON object or array, or is another request's
   */
  public static WholeCounts read(byte[] json, String rid) throws ParseFailure {
    StreamTally tally = new StreamTally();
    return new WholeCounts(find(json, rid, tally), tally);
  }

  private static Usage find(byte[] json, String rid, StreamTally tally) throws ParseFailure {
    int at = JsonBytes.skipSpace(json, 0, json.length);
    ChunkReader answer = new ChunkReader();
    UsageReader usage = new UsageReader();
    GenerateCounts counts = new GenerateCounts();
    if (at < json.length && json[at] == '[') {
      at = Members.open(json, 0, json.length, '[');
      int last = at;
      for (int index = 0; at != Members.NONE; index++) {
        int value = JsonBytes.skipSpace(json, at, json.length);
        if (index == 0 && value < json.length && json[value] == ']') {
          break;
        }
        int end = Members.end(json, value, json.length);
        if (json[value] == '{') {
          answer.read(json, value, end);
          AnswerName.check(json, answer, rid);
          add(json, answer, index, usage, counts, tally);
        }
        at = Members.separator(json, end, json.length, ']');
        last = end;
      }
      Members.nothingBehind(json, JsonBytes.skipSpace(json, last, json.length) + 1);
      return counts.usage();
    }
    answer.read(json, 0, json.length);
    Members.nothingBehind(json, answer.end);
    AnswerName.check(json, answer, rid);
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
