package io.stepgate.parse;

import io.stepgate.openai.JsonBytes;
import io.stepgate.openai.Usage;

/**
 * Reads the token counts of a whole answer that passes as it is: the {@code usage} of an OpenAI
 * path, or the {@code meta_info} of {@code /generate}, whose answer to a batch is an array.
 */
public final class WholeCounts {
  private WholeCounts() {}

  /** The counts, {@link Usage#NONE} where the answer has none. */
  public static Usage read(byte[] json) {
    try {
      return find(json);
    } catch (ParseFailure notJson) {
      // The answer passes whatever it is; what cannot be read has no counts.
      return Usage.NONE;
    }
  }

  private static Usage find(byte[] json) throws ParseFailure {
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
          add(json, answer, index, usage, counts);
        }
        at = Members.separator(json, end, json.length, ']');
      }
      return counts.usage();
    }
    answer.read(json, 0, json.length);
    if (answer.usageFrom >= 0) {
      usage.read(json, answer.usageFrom, answer.usageTo);
      return usage.usage();
    }
    add(json, answer, 0, usage, counts);
    return counts.usage();
  }

  private static void add(
      byte[] json, ChunkReader answer, int index, UsageReader usage, GenerateCounts counts)
      throws ParseFailure {
    if (answer.metaFrom >= 0) {
      usage.read(json, answer.metaFrom, answer.metaTo);
      counts.add(index, usage);
    }
  }
}
