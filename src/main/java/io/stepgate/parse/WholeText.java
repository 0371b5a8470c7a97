package io.stepgate.parse;

import java.util.ArrayList;
import java.util.List;

/**
 * A whole text taken apart.
 *
 * @param reasoning the thinking
 * @param content what is neither thinking nor a call
 * @param calls the calls in their order
 */
public record WholeText(String reasoning, String content, List<Call> calls) {
  /**
   * One call.
   *
   * @param arguments JSON text
   */
  public record Call(int index, String name, String arguments) {}

  /** Takes {@code text} apart as the plan says, as output that ended by itself. */
  public static WholeText parse(TextPlan plan, String text) {
    Collector pieces = new Collector();
    ChoiceParser parser = plan.newChoice(pieces);
    parser.content(text);
    parser.finish(true);
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < pieces.names.size(); i++) {
      calls.add(new Call(i, pieces.names.get(i), pieces.arguments.get(i).toString()));
    }
    return new WholeText(
        pieces.reasoning.toString(), pieces.content.toString(), List.copyOf(calls));
  }

  private static final class Collector implements SegmentSink {
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder content = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private final List<StringBuilder> arguments = new ArrayList<>();

    @Override
    public void reasoning(CharSequence text) {
      reasoning.append(text);
    }

    @Override
    public void content(CharSequence text) {
      content.append(text);
    }

    @Override
    public void callStarted(int index, String name) {
      names.add(name);
      arguments.add(new StringBuilder());
    }

    @Override
    public void callArguments(int index, CharSequence json) {
      arguments.get(index).append(json);
    }

    @Override
    public void callEnded(int index, boolean truncated) {
      // The text is whole: there is nothing to add.
    }
  }
}
