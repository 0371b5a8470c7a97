package io.stepgate.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** {@code POST /v1/completions} and {@code POST /generate}: text in, raw text out. */
final class PromptHandler {
  private final SimulatorOptions options;
  private final GenerationRunner runner;
  private final PrefixCache prefixes;
  private final Vocabulary vocabulary;
  private final Scripts scripts;
  private final MischiefGate gate;

  PromptHandler(
      SimulatorOptions options,
      GenerationRunner runner,
      PrefixCache prefixes,
      Vocabulary vocabulary,
      MischiefGate gate) {
    this.options = options;
    this.runner = runner;
    this.prefixes = prefixes;
    this.vocabulary = vocabulary;
    this.scripts = new Scripts(options);
    this.gate = gate;
  }

  void completions(Call plain) {
    Call call = plain.withBodyMischief();
    PromptCall prompts = PromptCall.completions(call.fields(), FreshId.rid(), options);
    handle(call, prompts, CompletionStream::new, PromptAnswer::completion);
  }

  void generate(Call plain) {
    Call call = plain.withBodyMischief();
    PromptCall prompts = PromptCall.generate(call.fields(), FreshId.rid(), options);
    handle(
        call,
        prompts,
        (plan, sink) -> new GenerateStream(plan, vocabulary, sink),
        (plan, choices) -> PromptAnswer.generate(plan, vocabulary, choices));
  }

  private void handle(
      Call call,
      PromptCall prompts,
      BiFunction<PromptPlan, FrameSink, EngineListener> stream,
      BiFunction<PromptPlan, List<CollectedChoice>, String> whole) {
    long start = System.nanoTime();
    List<List<String>> inputs = prompts.prompts().stream().map(Tokenizer::split).toList();
    inputs.forEach(input -> GenerationRunner.requireRoom(input.size()));
    GenerationRunner.requireModest(inputs.size(), prompts.maxTokens(), prompts.ignoreEos());
    gate.pass(
        call,
        prompts.stream(),
        () -> {
          PromptPlan plan = plan(prompts, inputs, start);
          List<EngineOutput> outputs = outputs(call, plan);
          if (prompts.stream()) {
            runner.stream(call, plan.rids(), outputs, sink -> stream.apply(plan, sink));
          } else {
            PromptAnswer answer =
                new PromptAnswer(plan, choices -> call.json(200, whole.apply(plan, choices)));
            runner.whole(call, plan.rids(), outputs, answer);
          }
        });
  }

  private PromptPlan plan(PromptCall prompts, List<List<String>> inputs, long start) {
    long created = System.currentTimeMillis() / 1000;
    List<Integer> sizes = inputs.stream().map(List::size).toList();
    List<Integer> cached = inputs.stream().map(prefixes::visit).toList();
    return new PromptPlan(created, prompts, sizes, cached, options.cacheReport(), start);
  }

  private List<EngineOutput> outputs(Call call, PromptPlan plan) {
    PromptCall prompts = plan.call();
    List<EngineOutput> outputs = new ArrayList<>();
    for (int i = 0; i < prompts.prompts().size(); i++) {
      String text = scripts.completion(prompts.prompts().get(i), prompts);
      outputs.add(
          runner.output(
              call, text, prompts.ignoreEos(), prompts.maxTokens(), plan.promptTokens().get(i)));
    }
    return outputs;
  }
}
