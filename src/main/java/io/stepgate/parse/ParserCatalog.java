package io.stepgate.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every parser there is, by the names the backends know them by. A reasoning parser with plain
 * opening and closing markers is one line here; another grammar is a class and a line.
 */
public final class ParserCatalog {
  /** The name that means no parser. */
  public static final String NONE = "none";

  private static final List<Reasoning> REASONING =
      List.of(thinkTags("<think>", "</think>", true, "step3p5", "step3", "deepseek-r1"));

  // By a name of either kind: what its models write where a turn begins or ends.
  private static final Map<String, List<String>> TURN_MARKS =
      Map.of(
          "step3p5", List.of("<|im_end|>", "<|im_start|>", "<|endoftext|>"),
          "qwen3_coder", List.of("<|im_end|>", "<|im_start|>", "<|endoftext|>"),
          "step3", List.of("<|EOT|>", "<|BOT|>", "<\uff5cend\u2581of\u2581sentence\uff5c>"),
          "deepseek-r1",
              List.of(
                  "<\uff5cend\u2581of\u2581sentence\uff5c>",
                  "<\uff5cbegin\u2581of\u2581sentence\uff5c>"));

  private static final List<ToolCall> TOOL_CALLS =
      List.of(new ToolCall(List.of("step3p5", "qwen3_coder"), FunctionTagToolCallParser::new));

  // The first row whose word is in the model's id decides.
  private static final List<ModelRow> MODELS =
      List.of(
          new ModelRow("step-3.5", new Names("step3p5", "step3p5")),
          new ModelRow("step3.5", new Names("step3p5", "step3p5")),
          new ModelRow("step-3p5", new Names("step3p5", "step3p5")),
          new ModelRow("step3p5", new Names("step3p5", "step3p5")),
          new ModelRow("step3", new Names("step3", NONE)),
          new ModelRow("qwen3-coder", new Names(NONE, "qwen3_coder")),
          new ModelRow("deepseek-r1", new Names("deepseek-r1", NONE)));

  private ParserCatalog() {}

  /** The parsers of a model; either may be {@link #NONE}. */
  public record Names(String reasoningParser, String toolCallParser) {}

  /** Names for a reasoning parser, {@link #NONE} first. */
  public static List<String> reasoningNames() {
    return names(REASONING.stream().map(Reasoning::names).toList());
  }

  /** Names for a tool-call parser, {@link #NONE} first. */
  public static List<String> toolCallNames() {
    return names(TOOL_CALLS.stream().map(ToolCall::names).toList());
  }

  /** The parsers that a model of this id needs, {@link #NONE} where none is known. */
  public static Names forModel(String modelId) {
    String id = modelId.toLowerCase(Locale.ROOT);
    return MODELS.stream()
        .filter(row -> id.contains(row.word))
        .map(ModelRow::names)
        .findFirst()
        .orElse(new Names(NONE, NONE));
  }

  /** What models that need these parsers write between turns and is no text. */
  public static List<String> turnMarks(Names names) {
    return Stream.of(names.reasoningParser(), names.toolCallParser())
        .flatMap(name -> TURN_MARKS.getOrDefault(name, List.of()).stream())
        .distinct()
        .toList();
  }

  static ReasoningFactory reasoning(String name) {
    return REASONING.stream()
        .filter(entry -> entry.names.contains(name))
        .map(Reasoning::factory)
        .findFirst()
        .orElseThrow(() -> unknown("reasoning", name, reasoningNames()));
  }

  static ToolCallFactory toolCall(String name) {
    return TOOL_CALLS.stream()
        .filter(entry -> entry.names.contains(name))
        .map(ToolCall::factory)
        .findFirst()
        .orElseThrow(() -> unknown("tool-call", name, toolCallNames()));
  }

  /**
   * Checks the names of two parsers.
   *
   * @throws IllegalArgumentException listing the known names
   */
  static void check(String reasoningParser, String toolCallParser) {
    if (!NONE.equals(reasoningParser)) {
      reasoning(reasoningParser);
    }
    if (!NONE.equals(toolCallParser)) {
      toolCall(toolCallParser);
    }
  }

  private static IllegalArgumentException unknown(String what, String name, List<String> known) {
    return new IllegalArgumentException(
        "unknown " + what + " parser '" + name + "', known are " + String.join(", ", known));
  }

  private static List<String> names(List<List<String>> entries) {
    List<String> names = new ArrayList<>(List.of(NONE));
    entries.forEach(names::addAll);
    return List.copyOf(names);
  }

  /**
   * @param inside output begins inside thinking, before any opening marker
   */
  private static Reasoning thinkTags(String open, String close, boolean inside, String... names) {
    return new Reasoning(
        List.of(names),
        (callsActive, maxHeld, sink, answer) ->
            new ThinkTagParser(open, close, inside, callsActive, maxHeld, sink, answer));
  }

  private record Reasoning(List<String> names, ReasoningFactory factory) {}

  private record ToolCall(List<String> names, ToolCallFactory factory) {}

  private record ModelRow(String word, Names names) {}

  /** Makes the reasoning parser of one choice. */
  interface ReasoningFactory {
    ReasoningParser create(
        boolean callsActive, int maxHeld, SegmentSink sink, ToolCallParser answer);
  }

  /** Makes the tool-call parser of one choice. */
  interface ToolCallFactory {
    ToolCallParser create(DeclaredTools tools, CallWriter calls, SegmentSink sink, int maxHeld);
  }
}
