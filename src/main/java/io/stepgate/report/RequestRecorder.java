package io.stepgate.report;

import java.util.Objects;

/**
 * Watches one request's tokens go by and becomes its {@link RequestSample}. Cheap enough for every
 * chunk of every stream: one store in a small array. Not thread-safe: a stream has one thread at a
 * time.
 *
 * <p>What counts as a token event is the caller's knowledge: a frame with non-empty text (reasoning
 * and tool calls included), never a role-only or empty frame.
 */
public final class RequestRecorder {
  private final long startNanos;
  private TokenGaps gaps;

  /**
   * A request begins.
   *
   * @param startNanos just before a client sends it, or when a server has got it, on any monotonic
   *     clock
   */
  public RequestRecorder(long startNanos) {
    this.startNanos = startNanos;
  }

  /**
   * Tokens arrived together. The first call sets the time to first token and, as in the benchmark,
   * gives one event and no gap whatever its count; later ones share their gap evenly.
   *
   * @param atNanos the same clock as the start; an earlier time than the last counts as that one
   * @param count how many; 0 or less is skipped, and the next gap still reaches back before it
   */
  public void tokens(long atNanos, int count) {
    if (count <= 0) {
      return;
    }
    if (gaps == null) {
      gaps = new TokenGaps(Math.max(atNanos, startNanos));
    } else {
      gaps.add(atNanos, count);
    }
  }

  /**
   * The request ended well; the recorder is not to be used after.
   *
   * @param model that answered
   * @param atNanos arrival of the last line, {@code [DONE]} included
   * @param inputTokens of the prompt, 0 if unknown
   * @param outputTokens of the answer, 0 if unknown
   * @throws IllegalArgumentException a token count is negative
   */
  public RequestSample finish(String model, long atNanos, long inputTokens, long outputTokens) {
    if (inputTokens < 0 || outputTokens < 0) {
      throw new IllegalArgumentException(
          "token counts must not be negative: " + inputTokens + ", " + outputTokens);
    }
    long end = Math.max(atNanos, gaps == null ? startNanos : gaps.lastNanos());
    return new RequestSample(
        Objects.requireNonNull(model, "model"),
        startNanos,
        end - startNanos,
        inputTokens,
        outputTokens,
        gaps);
  }
}
