package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.EngineListener;
import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.Finish;
import java.util.Arrays;

/** Writes a streamed completion; the finish reason rides on the last text. */
public final class ServedCompletionStream implements EngineListener {
  private final ServedPromptPlan plan;
  private final FrameSink sink;
  private final int[] tokens;
  private boolean failed;

  public ServedCompletionStream(ServedPromptPlan plan, FrameSink sink) {
    this.plan = plan;
    this.sink = sink;
    this.tokens = new int[plan.call().prompts().size()];
  }

  @Override
  public void chunk(int index, EngineOutput.Chunk chunk, Finish finish) {
    if (failed) {
      return;
    }
    if (finish != null && finish.isError()) {
      failed = true;
      sink.frame(ChatFrames.error(finish.status(), finish.message()));
      return;
    }
    tokens[index] += chunk.tokens().size();
    StringBuilder out = CompletionText.open(new StringBuilder("data: "), plan);
    CompletionText.choice(out, index, chunk.text(), finish);
    String frame = CompletionText.close(out, running(index)) + "\n\n";
    if (finish == null) {
      sink.frame(frame);
    } else {
      sink.ending(frame);
    }
  }

  private TokenUsage running(int index) {
    return plan.call().continuousUsage()
        ? new TokenUsage(plan.promptTokens().get(index), tokens[index], null, 0)
        : null;
  }

  @Override
  public void stepDone() {
    sink.flush();
  }

  @Override
  public void finished() {
    if (plan.call().includeUsage() && !failed) {
      StringBuilder out = CompletionText.open(new StringBuilder("data: "), plan);
      int all = Arrays.stream(tokens).sum();
      sink.ending(CompletionText.close(out, plan.usage(all)) + "\n\n");
    }
    sink.ending(FrameSink.DONE);
    sink.flush();
    sink.end();
  }

  @Override
  public boolean ready() {
    return sink.ready();
  }

  @Override
  public void whenReady(Runnable action) {
    sink.whenReady(action);
  }
}
