package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.EngineListener;
import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.Finish;
import io.stepgate.simulator.engine.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the answer to a prompt request and hands it on when every choice is complete. */
public final class ServedPromptAnswer implements EngineListener {
  private final ServedPromptPlan plan;
  private final Consumer<List<CollectedChoice>> answer;
  private final List<CollectedChoice> choices = new ArrayList<>();

  public ServedPromptAnswer(ServedPromptPlan plan, Consumer<List<CollectedChoice>> answer) {
    this.plan = plan;
    this.answer = answer;
    for (int index = 0; index < plan.call().prompts().size(); index++) {
      choices.add(new CollectedChoice(false));
    }
  }

  @Override
  public void chunk(int index, EngineOutput.Chunk chunk, Finish finish) {
    choices.get(index).add(chunk, finish);
  }

  @Override
  public void finished() {
    answer.accept(choices);
  }

  /** The body of {@code /v1/completions}. */
  public static String completion(ServedPromptPlan plan, List<CollectedChoice> choices) {
    StringBuilder out = CompletionText.open(new StringBuilder(), plan);
    int tokens = 0;
    for (int index = 0; index < choices.size(); index++) {
      CollectedChoice choice = choices.get(index);
      out.append(index == 0 ? "" : ",");
      CompletionText.choice(out, index, choice.text(), choice.finish());
      tokens += choice.count().all();
    }
    return CompletionText.close(out, plan.usage(tokens));
  }

  /** The body of {@code /generate}: one result, or a list for a batch. */
  public static String generate(
      ServedPromptPlan plan, Vocabulary vocabulary, List<CollectedChoice> choices) {
    StringBuilder out = new StringBuilder(plan.call().batch() ? "[" : "");
    for (int index = 0; index < choices.size(); index++) {
      CollectedChoice choice = choices.get(index);
      GenerateText result = new GenerateText(plan, index, vocabulary);
      result.add(new EngineOutput.Chunk(choice.text(), choice.tokens()));
      result.json(out.append(index == 0 ? "" : ","), choice.finish());
    }
    return out.append(plan.call().batch() ? "]" : "").toString();
  }
}
