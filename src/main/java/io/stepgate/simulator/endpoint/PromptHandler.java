package io.stepgate.simulator.endpoint;

import io.stepgate.simulator.engine.EngineListener;
import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.PrefixCache;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.Tokenizer;
import io.stepgate.simulator.engine.Vocabulary;
import io.stepgate.simulator.fault.FaultInjection;
import io.stepgate.simulator.fault.FaultInjector;
import io.stepgate.simulator.http.ServedCall;
import io.stepgate.simulator.script.PromptCall;
import io.stepgate.simulator.script.Scripts;
import io.stepgate.simulator.wire.CollectedChoice;
import io.stepgate.simulator.wire.FrameSink;
import io.stepgate.simulator.wire.FreshId;
import io.stepgate.simulator.wire.ServedCompletionStream;
import io.stepgate.simulator.wire.ServedGenerateStream;
import io.stepgate.simulator.wire.ServedPromptAnswer;
import io.stepgate.simulator.wire.ServedPromptPlan;
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
  private final FaultInjector injector;

  PromptHandler(
      SimulatorOptions options,
      GenerationRunner runner,
      PrefixCache prefixes,
      Vocabulary vocabulary,
      FaultInjector injector) {
    this.options = options;
    this.runner = runner;
    this.prefixes = prefixes;
    this.vocabulary = vocabulary;
    this.scripts = new Scripts(options);
    this.injector = injector;
  }

  void completions(ServedCall call) {
    FaultInjection faults = FaultInjection.of(call);
    PromptCall prompts = PromptCall.completions(call.fields(), FreshId.rid(), options);
    handle(call, faults, prompts, ServedCompletionStream::new, ServedPromptAnswer::completion);
  }

  void generate(ServedCall call) {
    FaultInjection faults = FaultInjection.of(call);
    PromptCall prompts = PromptCall.generate(call.fields(), FreshId.rid(), options);
    handle(
        call,
        faults,
        prompts,
        (plan, sink) -> new ServedGenerateStream(plan, vocabulary, sink),
        (plan, choices) -> ServedPromptAnswer.generate(plan, vocabulary, choices));
  }

  private void handle(
      ServedCall call,
      FaultInjection faults,
      PromptCall prompts,
      BiFunction<ServedPromptPlan, FrameSink, EngineListener> stream,
      BiFunction<ServedPromptPlan, List<CollectedChoice>, String> whole) {
    long start = System.nanoTime();
    List<List<String>> inputs = prompts.prompts().stream().map(Tokenizer::split).toList();
    inputs.forEach(input -> GenerationRunner.requireRoom(input.size()));
    GenerationRunner.requireModest(inputs.size(), prompts.maxTokens(), prompts.ignoreEos());
    injector.pass(
        call,
        faults,
        prompts.stream(),
        () -> {
          ServedPromptPlan plan = plan(prompts, inputs, start);
          List<EngineOutput> outputs = outputs(faults, plan);
          if (prompts.stream()) {
            runner.stream(call, faults, plan.rids(), outputs, sink -> stream.apply(plan, sink));
          } else {
            ServedPromptAnswer answer =
                new ServedPromptAnswer(plan, choices -> call.json(200, whole.apply(plan, choices)));
            runner.whole(call, plan.rids(), outputs, answer);
          }
        });
  }

  private ServedPromptPlan plan(PromptCall prompts, List<List<String>> inputs, long start) {
    long created = System.currentTimeMillis() / 1000;
    List<Integer> sizes = inputs.stream().map(List::size).toList();
    List<Integer> cached = inputs.stream().map(prefixes::visit).toList();
    return new ServedPromptPlan(created, prompts, sizes, cached, options.cacheReport(), start);
  }

  private List<EngineOutput> outputs(FaultInjection faults, ServedPromptPlan plan) {
    PromptCall prompts = plan.call();
    List<EngineOutput> outputs = new ArrayList<>();
    for (int i = 0; i < prompts.prompts().size(); i++) {
      String text = scripts.completion(prompts.prompts().get(i), prompts);
      outputs.add(
          runner.output(
              faults, text, prompts.ignoreEos(), prompts.maxTokens(), plan.promptTokens().get(i)));
    }
    return outputs;
  }
}
