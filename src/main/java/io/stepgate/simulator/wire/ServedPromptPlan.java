package io.stepgate.simulator.wire;

import io.stepgate.simulator.script.PromptCall;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How one prompt request is to be answered.
 *
 * @param created seconds since the epoch
 * @param promptTokens one count per prompt of the call
 * @param cachedTokens one count per prompt
 * @param cacheReport whether usage names the cached tokens
 * @param startNanos when the request came, by {@link System#nanoTime()}
 */
public record ServedPromptPlan(
    long created,
    PromptCall call,
    List<Integer> promptTokens,
    List<Integer> cachedTokens,
    boolean cacheReport,
    long startNanos) {

  /** Usage over all choices: a prompt counts once, however many choices it has. */
  TokenUsage usage(int completionTokens) {
    return new TokenUsage(
        oncePerPrompt(promptTokens),
        completionTokens,
        cacheReport ? oncePerPrompt(cachedTokens) : null,
        0);
  }

  /** The id of one result of {@code /generate}: a batch numbers them. */
  String resultId(int index) {
    return call.batch() ? call.rid() + "_" + index : call.rid();
  }

  /** Ids by which the answers can be aborted: of several choices each has one that nobody knows. */
  public List<String> rids() {
    IntStream indexes = IntStream.range(0, call.prompts().size());
    return call.n() == 1
        ? indexes.mapToObj(this::resultId).toList()
        : indexes.mapToObj(index -> FreshId.rid()).toList();
  }

  private int oncePerPrompt(List<Integer> counts) {
    int sum = 0;
    for (int i = 0; i < counts.size(); i += call.n()) {
      sum += counts.get(i);
    }
    return sum;
  }
}
