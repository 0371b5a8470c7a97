package io.stepgate.edge;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.stepgate.admission.Caller;
import io.stepgate.openai.ChatRequest;
import io.stepgate.parse.ChatPlan;
import io.stepgate.parse.DeclaredTools;
import io.stepgate.parse.ParserCatalog;
import io.stepgate.parse.ReasoningMemory;
import io.stepgate.parse.TextPlan;
import io.stepgate.routing.BackendSelector;
import io.stepgate.routing.ModelProfile;
import io.stepgate.routing.Splits;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes a parsing plan of a request, what is known of its backend, and the configuration. */
@Singleton
class ChatPlans {
  /** A check comes before anything starts that has something to say. */
  private static final int EARLY = 1;

  private static final String AUTO = "auto";
  private static final String OFF = "off";
  private static final long LEAST_MEMORY = 64 * 1024;
  private static final long MOST_MEMORY = 1 << 30;

  private final ParseConfig config;
  private final BackendSelector selector;

  /** Null where nothing is to be remembered. */
  private final ReasoningMemory memory;

  ChatPlans(ParseConfig config, BackendSelector selector) {
    this.config = config;
    this.selector = selector;
    memory = memory(config.rememberReasoning());
  }

  static ReasoningMemory memory(String value) {
    if (value.equals(OFF)) {
      return null;
    }
    long bytes = -1;
    try {
      MemorySize size = new MemorySizeConverter().convert(value);
      bytes = size == null ? -1 : size.asLongValue();
    } catch (IllegalArgumentException | ArithmeticException noSize) {
      // Told below with what is allowed.
    }
    if (bytes < LEAST_MEMORY || bytes > MOST_MEMORY) {
      throw new ConfigurationException(
          "stepgate.parse.remember-reasoning is '"
              + value
              + "', allowed are off and sizes from 64K to 1G, like 16M");
    }
    return new ReasoningMemory(bytes);
  }

  /** A parser name that nobody knows stops the start, not the first request. */
  void check(@Observes @Priority(EARLY) StartupEvent event) {
    check(
        "stepgate.parse.reasoning-parser",
        config.reasoningParser(),
        ParserCatalog.reasoningNames());
    check(
        "stepgate.parse.tool-call-parser", config.toolCallParser(), ParserCatalog.toolCallNames());
    for (ModelProfile model : selector.configuredModels()) {
      String key = "stepgate.models.\"" + model.model() + "\".";
      check(key + "reasoning-parser", model.reasoningParser(), ParserCatalog.reasoningNames());
      check(key + "tool-call-parser", model.toolCallParser(), ParserCatalog.toolCallNames());
    }
  }

  private static void check(String key, String value, List<String> known) {
    if (value != null && !value.equals(AUTO) && !known.contains(value)) {
      List<String> allowed = new ArrayList<>(List.of(AUTO));
      allowed.addAll(known);
      throw new ConfigurationException(
          key + " is '" + value + "', allowed are " + String.join(", ", allowed));
    }
  }

  ParserCatalog.Names names(ModelProfile profile) {
    ParserCatalog.Names known =
        profile.model() == null
            ? new ParserCatalog.Names(ParserCatalog.NONE, ParserCatalog.NONE)
            : ParserCatalog.forModel(profile.model());
    return new ParserCatalog.Names(
        choose(profile.reasoningParser(), config.reasoningParser(), known.reasoningParser()),
        choose(profile.toolCallParser(), config.toolCallParser(), known.toolCallParser()));
  }

  private static String choose(String ofModel, String ofAll, String byModelId) {
    String chosen = ofModel != null ? ofModel : ofAll;
    return chosen.equals(AUTO) ? byModelId : chosen;
  }

  ChatPlan plan(
      ChatRequest request, DeclaredTools tools, ModelProfile profile, String rid, Caller caller) {
    ParserCatalog.Names names = names(profile);
    boolean split = request.separateReasoning();
    TextPlan text =
        new TextPlan(
            split ? names.reasoningParser() : ParserCatalog.NONE,
            request.callsActive() ? names.toolCallParser() : ParserCatalog.NONE,
            tools,
            request.firstCallOnly(),
            request.toolChoice().forced(),
            startsInContent(request, profile),
            held());
    return new ChatPlan(
        text,
        request.choices(),
        request.wantsUsage() || profile.tellsUsage(),
        !request.streamReasoning(),
        mayBeJson(request),
        rid,
        writesTurnMarks(request, profile) ? ParserCatalog.turnMarks(names) : List.of(),
        memory == null || !request.callsActive()
            ? null
            : (callIds, reasoning) -> memory.keep(caller.name(), callIds, reasoning),
        frame());
  }

  /** Finds what is remembered for a caller by a call's id; null where nothing ever is. */
  Function<String, byte[]> remembered(Caller caller) {
    return memory == null ? null : callId -> memory.find(caller.name(), callId);
  }

  /** Whether the content cannot begin with thinking. */
  private static boolean startsInContent(ChatRequest request, ModelProfile profile) {
    return profile.reasoning() == Splits.YES || request.grammar() || request.continuesAnswer();
  }

  private static boolean mayBeJson(ChatRequest request) {
    return request.jsonFormat() || request.callsActive() && request.toolChoice().forced();
  }

  /**
   * Whether the gateway looks for markers that the backend would otherwise leave out of the text.
   */
  boolean needsMarkers(ChatRequest request, ModelProfile profile) {
    ParserCatalog.Names names = names(profile);
    boolean reasoning =
        request.separateReasoning()
            && profile.reasoning() != Splits.YES
            && !names.reasoningParser().equals(ParserCatalog.NONE);
    boolean calls =
        request.callsActive()
            && profile.toolCalls() != Splits.YES
            && !names.toolCallParser().equals(ParserCatalog.NONE);
    return reasoning || calls;
  }

  /**
   * Whether the text may hold the model's marks of turns, because the model shall write behind its
   * end and the gateway, not the client, has the backend keep special tokens.
   */
  private boolean writesTurnMarks(ChatRequest request, ModelProfile profile) {
    return request.writesPastItsEnd() && needsMarkers(request, profile);
  }

  int held() {
    return (int) config.maxHeld().asLongValue();
  }

  int frame() {
    return (int) config.maxFrame().asLongValue();
  }

  long answer() {
    return config.maxAnswer().asLongValue();
  }
}
