package io.stepgate.parse;

/**
 * How the text of a request's choices is taken apart.
 *
 * @param reasoningParser a name of {@link ParserCatalog}, or {@code none}: reasoning is what the
 *     backend says is reasoning
 * @param toolCallParser a name of {@link ParserCatalog}, or {@code none}: calls stay text
 * @param tools the tools of the request; without any, null included, calls are not looked for
 * @param firstCallOnly later calls of a choice are dropped
 * @param callsAsJson a tool is required or named: the calls may come as JSON, see {@link
 *     JsonToolCallParser}
 * @param startsInContent the content does not begin inside reasoning, because the backend splits
 *     reasoning itself or a grammar keeps the model from thinking
 * @param maxHeld characters that may be held back in one place while undecided, at least {@value
 *     #LEAST_HELD}; a choice holds at most two such places and one tag
 * @throws IllegalArgumentException for an unknown name, listing the known ones, or a bad limit
 */
public record TextPlan(
    String reasoningParser,
    String toolCallParser,
    DeclaredTools tools,
    boolean firstCallOnly,
    boolean callsAsJson,
    boolean startsInContent,
    int maxHeld) {
  /** Room for the longest marker with some blanks. */
  public static final int LEAST_HELD = 64;

  public TextPlan {
    ParserCatalog.check(reasoningParser, toolCallParser);
    tools = tools == null ? DeclaredTools.none() : tools;
    if (maxHeld < LEAST_HELD) {
      throw new IllegalArgumentException("maxHeld must be at least " + LEAST_HELD);
    }
  }

  /** The machine for one choice, which tells {@code sink} its segments. */
  public ChoiceParser newChoice(SegmentSink sink) {
    // A call written while thinking ends it even where calls stay text: somebody behind us reads
    // them.
    boolean callsActive = !tools.isEmpty();
    boolean taken = callsActive && !ParserCatalog.NONE.equals(toolCallParser);
    ToolCallParser calls = taken ? calls(sink) : new PlainAnswer(sink);
    ReasoningParser reasoning =
        ParserCatalog.NONE.equals(reasoningParser)
            ? null
            : ParserCatalog.reasoning(reasoningParser).create(callsActive, maxHeld, sink, calls);
    return new ChoiceParser(reasoning, calls, startsInContent, sink);
  }

  private ToolCallParser calls(SegmentSink sink) {
    CallWriter writer = new CallWriter(sink, firstCallOnly);
    ToolCallParser tags =
        ParserCatalog.toolCall(toolCallParser).create(tools, writer, sink, maxHeld);
    return callsAsJson ? new JsonToolCallParser(writer, tags, maxHeld) : tags;
  }
}
