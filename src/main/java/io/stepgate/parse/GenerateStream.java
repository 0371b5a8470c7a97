package io.stepgate.parse;

import io.stepgate.json.MalformedJson;
import io.stepgate.openai.Usage;

/**
 * A stream of SGLang's own {@code /generate}: its events pass as they are. Each tells how many
 * tokens there are so far, so several tokens in one event count as what they are.
 */
public final class GenerateStream extends AnswerStream {
  private final AbortReason aborts = new AbortReason();
  private final GenerateCounts counts = new GenerateCounts();

  /**
   * @param maxFrame bytes that one event may have
   */
  public GenerateStream(int maxFrame) {
    super(maxFrame);
  }

  @Override
  boolean passes(byte[] json, int from, int to) {
    return false;
  }

  @Override
  void frame(byte[] json, int from, int to) throws MalformedJson {
    out.write(DATA).write(json, from, to).write(END);
    if (chunk.metaFrom >= 0) {
      usage.read(json, chunk.metaFrom, chunk.metaTo);
      counts.add(chunk.index, usage);
      tally.aborted(aborts.in(json, chunk.metaFrom, chunk.metaTo));
    }
    if (chunk.metaFrom < 0 || usage.completion() < 0) {
      tally.text(false, chunk.text);
    } else if (chunk.text) {
      tally.generated(counts.completion());
    }
  }

  @Override
  public Usage usage() {
    return counts.usage();
  }

  @Override
  boolean complete(boolean announced) {
    return announced;
  }

  @Override
  void flushHeld() {
    // Nothing is ever held.
  }
}
