package io.stepgate.simulator.endpoint;

import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.PrefixCache;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.Tokenizer;
import io.stepgate.simulator.fault.FaultInjection;
import io.stepgate.simulator.fault.FaultInjector;
import io.stepgate.simulator.http.ServedCall;
import io.stepgate.simulator.script.ChatCall;
import io.stepgate.simulator.script.Scripts;
import io.stepgate.simulator.wire.FreshId;
import io.stepgate.simulator.wire.ServedChatAnswer;
import io.stepgate.simulator.wire.ServedChatPlan;
import io.stepgate.simulator.wire.ServedChatStream;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** {@code POST /v1/chat/completions}. */
final class ChatHandler {
  private final SimulatorOptions options;
  private final GenerationRunner runner;
  private final PrefixCache prefixes;
  private final Scripts scripts;
  private final FaultInjector injector;

  ChatHandler(
      SimulatorOptions options,
      GenerationRunner runner,
      PrefixCache prefixes,
      FaultInjector injector) {
    this.options = options;
    this.runner = runner;
    this.prefixes = prefixes;
    this.scripts = new Scripts(options);
    this.injector = injector;
  }

  void handle(ServedCall call) {
    FaultInjection faults = FaultInjection.of(call);
    ChatCall chat = ChatCall.read(call.fields(), FreshId.rid(), options);
    List<String> prompt = Tokenizer.split(chat.conversation().prompt());
    GenerationRunner.requireRoom(prompt.size());
    GenerationRunner.requireModest(chat.n(), chat.maxTokens(), chat.ignoreEos());
    injector.pass(call, faults, chat.stream(), () -> answer(call, faults, chat, prompt));
  }

  /** Of several choices each has an id that nobody can know. */
  private static List<String> rids(ChatCall chat) {
    return chat.n() == 1
        ? List.of(chat.rid())
        : Stream.generate(FreshId::rid).limit(chat.n()).toList();
  }

  private void answer(ServedCall call, FaultInjection faults, ChatCall chat, List<String> prompt) {
    int cached = prefixes.visit(prompt);
    long created = System.currentTimeMillis() / 1000;
    ServedChatPlan plan = ServedChatPlan.of(chat, options, created, prompt.size(), cached);
    int budget = chat.maxTokens() == 0 ? ChatCall.CONTEXT_LENGTH : chat.maxTokens();
    String text = scripts.chat(chat);
    EngineOutput output = runner.output(faults, text, chat.ignoreEos(), budget, prompt.size());
    List<EngineOutput> outputs = Collections.nCopies(chat.n(), output);
    if (chat.stream()) {
      runner.stream(
          call,
          faults,
          rids(chat),
          outputs,
          sink -> new ServedChatStream(plan, sink, FreshId::callId));
    } else {
      ServedChatAnswer whole =
          new ServedChatAnswer(plan, FreshId::callId, json -> call.json(200, json));
      runner.whole(call, rids(chat), outputs, whole);
    }
  }
}
