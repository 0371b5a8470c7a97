package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.EngineListener;
import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.Finish;
import io.stepgate.simulator.engine.PythonJson;
import io.stepgate.simulator.engine.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Writes a streamed {@code /generate} answer: cumulative text with {@code meta_info}. */
public final class ServedGenerateStream implements EngineListener {
  private final FrameSink sink;
  private final List<GenerateText> results = new ArrayList<>();
  private boolean failed;

  public ServedGenerateStream(ServedPromptPlan plan, Vocabulary vocabulary, FrameSink sink) {
    this.sink = sink;
    for (int index = 0; index < plan.call().prompts().size(); index++) {
      results.add(new GenerateText(plan, index, vocabulary));
    }
  }

  @Override
  public void chunk(int index, EngineOutput.Chunk chunk, Finish finish) {
    if (failed) {
      return;
    }
    if (finish != null && finish.isError()) {
      failed = true;
      StringBuilder error = new StringBuilder("data: {\"error\": {\"message\": ");
      sink.frame(PythonJson.quote(error, finish.message()).append("}}\n\n").toString());
      return;
    }
    results.get(index).add(chunk);
    StringBuilder out = new StringBuilder("data: ");
    results.get(index).json(out, finish);
    String frame = out.append("\n\n").toString();
    if (finish == null) {
      sink.frame(frame);
    } else {
      sink.ending(frame);
    }
  }

  @Override
  public void stepDone() {
    sink.flush();
  }

  @Override
  public void finished() {
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
