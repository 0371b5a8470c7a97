package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.Finish;
import io.stepgate.simulator.engine.TokenCount;
import io.stepgate.simulator.parser.ReasoningSplit;
import io.stepgate.simulator.parser.ToolCallSplit;
import io.stepgate.simulator.script.ChatCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One choice of a streamed chat answer on its way through the server's parsers. */
final class StreamedChoice implements ReasoningSplit.Sink, ToolCallSplit.Sink {
  private final int index;
  private final ServedChatPlan plan;
  private final ChatFrames frames;
  private final FrameSink sink;
  private final Supplier<String> callIds;
  private final TokenCount count;
  private final ReasoningSplit reasoning;
  private final ToolCallSplit calls;
  private final List<String> unreported = new ArrayList<>();
  private boolean started;
  private boolean called;
  private Finish finish;

  StreamedChoice(
      int index, ServedChatPlan plan, ChatFrames frames, FrameSink sink, Supplier<String> callIds) {
    this.index = index;
    this.plan = plan;
    this.frames = frames;
    this.sink = sink;
    this.callIds = callIds;
    count = new TokenCount(plan.countsReasoning());
    ChatCall call = plan.call();
    reasoning = new ReasoningSplit(call.streamReasoning(), call.forceContent(), this);
    calls = new ToolCallSplit(plan.tools(), this);
  }

  void take(EngineOutput.Chunk chunk, Finish end) {
    count.add(chunk.tokens());
    if (plan.call().logprobs()) {
      unreported.addAll(chunk.tokens());
    }
    if (!started) {
      started = true;
      sink.frame(frames.role(index));
    }
    if (plan.splitsReasoning()) {
      reasoning.feed(chunk.text());
    } else {
      answer(chunk.text());
    }
    if (end != null) {
      finish = end;
      if (plan.splitsReasoning()) {
        reasoning.end();
      }
    }
  }

  TokenCount count() {
    return count;
  }

  String finishFrame() {
    boolean stopped = finish.type().equals("stop");
    return frames.finish(index, called && stopped ? "tool_calls" : finish.type(), finish);
  }

  @Override
  public void reasoning(String text) {
    sink.frame(frames.reasoning(index, text, logprobs(), usage()));
  }

  @Override
  public void answer(String text) {
    if (plan.splitsCalls()) {
      calls.feed(text);
    } else if (!text.isEmpty()) {
      sink.frame(frames.content(index, text, logprobs(), usage()));
    }
  }

  @Override
  public void outsideCalls(String text) {
    sink.frame(frames.toolContent(index, text, usage()));
  }

  @Override
  public void callStarted(int call, String name) {
    called = true;
    sink.frame(frames.toolCall(index, call, callIds.get(), name, "", usage()));
  }

  @Override
  public void arguments(int call, String json) {
    called = true;
    sink.frame(frames.toolCall(index, call, null, null, json, usage()));
  }

  private TokenUsage usage() {
    if (!plan.call().continuousUsage()) {
      return null;
    }
    // The running figures never carry the cached tokens, even when the last ones do.
    return new TokenUsage(plan.promptTokens(), count.all(), null, count.reasoning());
  }

  private String logprobs() {
    if (unreported.isEmpty()) {
      return null;
    }
    String json = SimulatedLogprobs.json(unreported, count.all() - unreported.size());
    unreported.clear();
    return json;
  }
}
