package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.TokenCount;
import io.stepgate.simulator.script.ChatCall;
import io.stepgate.simulator.script.ToolSpec;
import java.util.List;

/**
 * How one chat request is to be answered.
 *
 * @param id of the response
 * @param created seconds since the epoch
 * @param splitsReasoning whether thinking goes to {@code reasoning_content}
 * @param countsReasoning whether usage counts it, which needs the parser but not the split
 * @param splitsCalls whether calls go to {@code tool_calls}
 * @param cachedTokens null when the server does not report them
 */
public record ServedChatPlan(
    String id,
    long created,
    ChatCall call,
    boolean splitsReasoning,
    boolean countsReasoning,
    boolean splitsCalls,
    int promptTokens,
    Integer cachedTokens) {

  public static ServedChatPlan of(
      ChatCall call, SimulatorOptions options, long created, int promptTokens, int cachedTokens) {
    boolean reasons = options.reasoningParser().isPresent();
    boolean hasTools = !call.conversation().tools().isEmpty();
    return new ServedChatPlan(
        call.rid(),
        created,
        call,
        reasons && call.separateReasoning(),
        reasons,
        hasTools && options.toolCallParser().isPresent(),
        promptTokens,
        options.cacheReport() ? cachedTokens : null);
  }

  List<ToolSpec> tools() {
    return call.conversation().tools();
  }

  /** Usage over all choices: the prompt counts once. */
  TokenUsage usage(List<TokenCount> counts) {
    return new TokenUsage(
        promptTokens,
        counts.stream().mapToInt(TokenCount::all).sum(),
        cachedTokens,
        counts.stream().mapToInt(TokenCount::reasoning).sum());
  }
}
