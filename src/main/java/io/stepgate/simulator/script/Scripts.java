package io.stepgate.simulator.script;

import io.stepgate.simulator.engine.PythonJson;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.SplitMix64;
import io.stepgate.simulator.engine.Tokenizer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses the model's raw text for a request: the seed page's conversations, JSON or calls where
 * they are asked for, and a pseudo-answer for anything else. The same request always gets the same
 * text.
 */
public final class Scripts {
  private static final int MAX_CALLS = 8;
  private static final int QUOTED_RESULT = 500;
  private static final int IGNORE_EOS_DEFAULT = 1024;

  private final SimulatorOptions options;

  public Scripts(SimulatorOptions options) {
    this.options = options;
  }

  /** The raw text of a chat answer; the budget may cut it. */
  public String chat(ChatCall call) {
    Conversation conversation = call.conversation();
    // A grammar waits for </think> only if the server knows that there will be one.
    boolean thinks = options.reasoningParser().isPresent();
    if (call.continued().filter(text -> text.contains(Tokenizer.THINK_CLOSE)).isPresent()) {
      return PseudoText.answer(key(call.continued().get()), 2);
    }
    if (call.schema().isPresent()) {
      return json(call.schema().get()).raw(thinks);
    }
    if (conversation.mustCall() && options.toolCallParser().isEmpty()) {
      return callsAsJson(conversation).raw(thinks);
    }
    ScriptedReply reply = reply(call);
    return reply.raw(thinks || !conversation.mustCall());
  }

  /** The raw text that follows a bare prompt; the budget may cut it. */
  public String completion(String prompt, PromptCall call) {
    if (prompt.stripTrailing().endsWith(Tokenizer.THINK_OPEN)) {
      return pseudo(key(prompt), "", budget(call.ignoreEos(), call.maxTokens())).raw(true);
    }
    if (call.ignoreEos()) {
      return PseudoText.longAnswer(key(prompt), budget(true, call.maxTokens()));
    }
    if (prompt.stripTrailing().endsWith("Answer:")) {
      long number = Math.floorMod(SplitMix64.mix(key(prompt)), 100L);
      return " This is a simulator, so the number is made up.\n#### " + number;
    }
    return PseudoText.answer(key(prompt), 3);
  }

  private ScriptedReply reply(ChatCall call) {
    Conversation conversation = call.conversation();
    String question = conversation.lastUserText();
    int budget = budget(call.ignoreEos(), call.maxTokens());
    if (budget > 0 && !conversation.mustCall()) {
      String end = call.specialTokens() ? Tokenizer.TURN_CLOSE : "";
      return pseudo(key(question), end, budget);
    }
    Optional<String> result = conversation.toolResult();
    if (result.isPresent() && !conversation.mustCall()) {
      return afterTool(question, result.get());
    }
    if (question.contains(SeedConversations.PERCENT_QUESTION) && !conversation.mustCall()) {
      return ScriptedReply.answer(
          SeedConversations.PERCENT_REASONING, SeedConversations.PERCENT_ANSWER);
    }
    List<ToolSpec> called = called(conversation, question);
    if (called.isEmpty()) {
      return pseudo(key(question), "", 0);
    }
    String thoughts =
        asksForWeather(question)
            ? SeedConversations.WEATHER_REASONING
            : "The user wants me to call "
                + called.get(0).name()
                + ". I am a simulator and can"
                + " make up the arguments.";
    return ScriptedReply.calls(thoughts, called.stream().map(Scripts::call).toList());
  }

  private static List<ToolSpec> called(Conversation conversation, String question) {
    List<ToolSpec> tools = conversation.tools();
    List<ToolSpec> named =
        tools.stream().filter(tool -> question.contains(tool.name())).limit(MAX_CALLS).toList();
    if (!named.isEmpty()) {
      return named;
    }
    boolean calls = conversation.mustCall() || asksForWeather(question);
    return calls ? tools.stream().limit(1).toList() : List.of();
  }

  private static ScriptedReply.Call call(ToolSpec tool) {
    return new ScriptedReply.Call(tool.name(), SampleValue.parameters(tool.parameters()));
  }

  private static boolean asksForWeather(String question) {
    return question
        .toLowerCase(Locale.ROOT)
        .contains(SeedConversations.WEATHER_QUESTION.toLowerCase(Locale.ROOT));
  }

  private static ScriptedReply afterTool(String question, String result) {
    if (asksForWeather(question)) {
      // The seed page prints this answer without an empty line before it.
      return new ScriptedReply(
          SeedConversations.WEATHER_RESULT_REASONING, SeedConversations.WEATHER_ANSWER, List.of());
    }
    int end = result.offsetByCodePoints(0, Math.min(QUOTED_RESULT, codePoints(result)));
    return ScriptedReply.answer(
        "The tool has answered. I can pass that on.",
        "This is a simulator. The tool says: " + result.substring(0, end));
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private static ScriptedReply json(JsonObject schema) {
    Object value =
        schema.isEmpty()
            ? new JsonObject().put("answer", "This is a simulator.")
            : SampleValue.of("answer", schema, 0);
    return ScriptedReply.answer(
        "The answer has to be JSON. I am a simulator and can make it up.",
        PythonJson.python(value));
  }

  /** Without a tool parser a required call is bound by a JSON grammar instead of the XML one. */
  private static ScriptedReply callsAsJson(Conversation conversation) {
    JsonArray calls = new JsonArray();
    for (ToolSpec tool : called(conversation, conversation.lastUserText())) {
      JsonObject parameters = SampleValue.arguments(tool.parameters());
      calls.add(new JsonObject().put("name", tool.name()).put("parameters", parameters));
    }
    return ScriptedReply.answer(
        "A call is required. I am a simulator and can make one up.", PythonJson.python(calls));
  }

  /**
   * @param end what a text that must go on shows of the place where it would have ended
   */
  private ScriptedReply pseudo(long key, String end, int budget) {
    if (budget == 0) {
      return ScriptedReply.answer(PseudoText.thoughts(key, 2), PseudoText.answer(key, 3));
    }
    String first = end.isEmpty() ? "" : PseudoText.answer(key, 1) + end;
    return ScriptedReply.answer(
        PseudoText.thoughts(key, 2), first + PseudoText.longAnswer(key, budget));
  }

  /** How many tokens must come, or 0 when the text ends where it likes. */
  private static int budget(boolean ignoreEos, int maxTokens) {
    if (!ignoreEos) {
      return 0;
    }
    return maxTokens == 0 ? IGNORE_EOS_DEFAULT : Math.min(maxTokens, ChatCall.CONTEXT_LENGTH);
  }

  private long key(String text) {
    return options.seed() * 31 + text.hashCode();
  }
}
