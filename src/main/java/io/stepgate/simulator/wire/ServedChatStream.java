package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.EngineListener;
import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.Finish;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes a streamed chat answer: role, reasoning, content or calls, one finish per choice, usage if
 * asked for, {@code [DONE]}. The role frame comes with the first engine output, so it is no sign of
 * life before the first token.
 */
public final class ServedChatStream implements EngineListener {
  private final ServedChatPlan plan;
  private final ChatFrames frames;
  private final FrameSink sink;
  private final List<StreamedChoice> choices = new ArrayList<>();
  private boolean failed;

  public ServedChatStream(ServedChatPlan plan, FrameSink sink, Supplier<String> callIds) {
    this.plan = plan;
    this.frames = new ChatFrames(plan.id(), plan.created(), plan.call().model());
    this.sink = sink;
    for (int index = 0; index < plan.call().n(); index++) {
      choices.add(new StreamedChoice(index, plan, frames, sink, callIds));
    }
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
    choices.get(index).take(chunk, finish);
  }

  @Override
  public void stepDone() {
    sink.flush();
  }

  @Override
  public void finished() {
    if (!failed) {
      choices.forEach(choice -> sink.ending(choice.finishFrame()));
      if (plan.call().includeUsage()) {
        sink.ending(frames.usage(plan.usage(choices.stream().map(StreamedChoice::count).toList())));
      }
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
