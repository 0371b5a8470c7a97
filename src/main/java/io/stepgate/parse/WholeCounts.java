package io.stepgate.parse;

import io.stepgate.json.JsonBytes;
import io.stepgate.json.JsonCursor;
import io.stepgate.json.MalformedJson;
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
    try {
      return new WholeCounts(find(json, rid, tally), tally);
    } catch (MalformedJson malformed) {
      throw ParseFailure.notJson();
    }
  }

  private static Usage find(byte[] json, String rid, StreamTally tally)
      throws MalformedJson, ParseFailure {
    int at = JsonBytes.skipSpace(json, 0, json.length);
    ChunkReader answer = new ChunkReader();
    UsageReader usage = new UsageReader();
    GenerateCounts counts = new GenerateCounts();
    if (at < json.length && json[at] == '[') {
      JsonCursor batch = new JsonCursor();
      batch.enterArray(json, 0, json.length);
      for (int index = 0; batch.item(); index++) {
        if (batch.first() == '{') {
          answer.read(json, batch.from(), batch.to());
          AnswerName.check(json, answer, rid);
          add(json, answer, index, usage, counts, tally);
        }
      }
      ChunkReader.nothingBehind(json, JsonBytes.skipSpace(json, batch.to(), json.length) + 1);
      return counts.usage();
    }
    answer.read(json, 0, json.length);
    ChunkReader.nothingBehind(json, answer.end);
    AnswerName.check(json, answer, rid);
    while (answer.nextChoice(json)) {
      tally.aborted(new AbortReason().in(json, answer.choiceFrom, answer.choiceTo));
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
      throws MalformedJson {
    if (answer.metaFrom >= 0) {
      usage.read(json, answer.metaFrom, answer.metaTo);
      counts.add(index, usage);
      tally.aborted(new AbortReason().in(json, answer.metaFrom, answer.metaTo));
    }
  }
}
