package io.stepgate.simulator.endpoint;

import io.stepgate.simulator.engine.BadRequest;
import io.stepgate.simulator.engine.EngineListener;
import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.Finish;
import io.stepgate.simulator.engine.Generation;
import io.stepgate.simulator.engine.SimulatedEngine;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.Tokenizer;
import io.stepgate.simulator.engine.Vocabulary;
import io.stepgate.simulator.fault.FaultInjection;
import io.stepgate.simulator.fault.FaultyStream;
import io.stepgate.simulator.http.Counters;
import io.stepgate.simulator.http.ServedCall;
import io.stepgate.simulator.http.SseResponse;
import io.stepgate.simulator.script.ChatCall;
import io.stepgate.simulator.wire.FrameSink;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Function;

/** Puts planned answers into the engine and ties them to the client's connection. */
final class GenerationRunner {
  private static final int MAX_TOKENS = 1 << 21;

  private final SimulatorOptions options;
  private final SimulatedEngine engine;
  private final Counters counters;

  GenerationRunner(SimulatorOptions options, SimulatedEngine engine, Counters counters) {
    this.options = options;
    this.engine = engine;
    this.counters = counters;
  }

  /** A text as the engine's output: cut to tokens, ended by the budget or by itself. */
  EngineOutput output(
      FaultInjection faults, String text, boolean ignoreEos, int maxTokens, int prompt) {
    int budget = Math.min(maxTokens, ChatCall.CONTEXT_LENGTH - prompt);
    List<String> tokens = Tokenizer.split(text);
    boolean cut = tokens.size() > budget || ignoreEos && tokens.size() == budget;
    if (cut) {
      tokens = tokens.subList(0, budget);
    }
    Finish finish = cut ? Finish.length(budget) : Finish.stop(Vocabulary.END_OF_TURN);
    return faults.has(FaultInjection.Kind.CUT_MARKERS)
        ? EngineOutput.withCutMarkers(tokens, finish)
        : EngineOutput.of(tokens, finish, options.streamInterval());
  }

  /**
   * @throws BadRequest if the prompt leaves no room for an answer
   */
  static void requireRoom(int promptTokens) {
    if (promptTokens >= ChatCall.CONTEXT_LENGTH) {
      throw new BadRequest(
          "The input ("
              + promptTokens
              + " tokens) is longer than the model's context length ("
              + ChatCall.CONTEXT_LENGTH
              + " tokens).");
    }
  }

  /**
   * @throws BadRequest if all choices together may become larger than this server can hold
   */
  static void requireModest(int choices, int maxTokens, boolean ignoreEos) {
    int budget = Math.min(maxTokens, ChatCall.CONTEXT_LENGTH);
    // Without ignore_eos every scripted answer is short, whatever the budget.
    if (ignoreEos && (long) choices * budget > MAX_TOKENS) {
      throw new BadRequest("the choices together may not ask for over " + MAX_TOKENS + " tokens");
    }
  }

  void stream(
      ServedCall call,
      FaultInjection faults,
      List<String> rids,
      List<EngineOutput> outputs,
      Function<FrameSink, EngineListener> listener) {
    if (call.request().response().closed()) {
      return;
    }
    SseResponse response = new SseResponse(call.request().response());
    FaultyStream stream = new FaultyStream(response, call.request().connection(), faults);
    Generation generation = run(call, rids, outputs, listener.apply(stream));
    stream.onBrokenOff(generation::stop);
    response.onServed(counters::streamServed);
  }

  void whole(
      ServedCall call, List<String> rids, List<EngineOutput> outputs, EngineListener listener) {
    if (!call.request().response().closed()) {
      run(call, rids, outputs, listener);
    }
  }

  private Generation run(
      ServedCall call, List<String> rids, List<EngineOutput> outputs, EngineListener listener) {
    Generation generation = engine.start(rids, outputs, listener);
    HttpServerResponse response = call.request().response();
    response.closeHandler(
        closed -> {
          if (generation.stop()) {
            counters.clientLeft();
          }
        });
    return generation;
  }
}
