package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.EngineListener;
import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.Finish;
import io.stepgate.simulator.engine.PythonJson;
import io.stepgate.simulator.engine.TokenCount;
import io.stepgate.simulator.parser.ReasoningSplit;
import io.stepgate.simulator.parser.ToolCallText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Collects a chat answer and writes it as one JSON object when it is complete. */
public final class ServedChatAnswer implements EngineListener {
  private final ServedChatPlan plan;
  private final Supplier<String> callIds;
  private final Consumer<String> answer;
  private final List<CollectedChoice> choices = new ArrayList<>();

  /**
   * @param answer gets the body
   */
  public ServedChatAnswer(ServedChatPlan plan, Supplier<String> callIds, Consumer<String> answer) {
    this.plan = plan;
    this.callIds = callIds;
    this.answer = answer;
    for (int index = 0; index < plan.call().n(); index++) {
      choices.add(new CollectedChoice(plan.countsReasoning()));
    }
  }

  @Override
  public void chunk(int index, EngineOutput.Chunk chunk, Finish finish) {
    choices.get(index).add(chunk, finish);
  }

  @Override
  public void finished() {
    StringBuilder out = new StringBuilder("{\"id\":");
    PythonJson.quote(out, plan.id()).append(",\"object\":\"chat.completion\",\"created\":");
    PythonJson.quote(out.append(plan.created()).append(",\"model\":"), plan.call().model());
    out.append(",\"choices\":[");
    for (int index = 0; index < choices.size(); index++) {
      choice(out.append(index == 0 ? "" : ","), index);
    }
    List<TokenCount> counts = choices.stream().map(CollectedChoice::count).toList();
    plan.usage(counts).json(out.append("],\"usage\":"));
    answer.accept(out.append(",\"metadata\":{\"weight_version\":\"default\"}}").toString());
  }

  private void choice(StringBuilder out, int index) {
    CollectedChoice choice = choices.get(index);
    String[] parts =
        plan.splitsReasoning()
            ? ReasoningSplit.whole(choice.text(), plan.call().forceContent())
            : new String[] {"", choice.text()};
    ToolCallText split =
        plan.splitsCalls()
            ? ToolCallText.read(parts[1], plan.tools())
            : new ToolCallText(parts[1], List.of());
    Finish finish = choice.finish();
    boolean called = !split.calls().isEmpty() && finish.type().equals("stop");
    out.append("{\"index\":").append(index).append(",\"message\":{\"role\":\"assistant\",");
    PythonJson.quote(out.append("\"content\":"), split.content());
    PythonJson.quote(out.append(",\"reasoning_content\":"), parts[0].isEmpty() ? null : parts[0]);
    calls(out.append(",\"tool_calls\":"), split.calls());
    String logprobs = plan.call().logprobs() ? SimulatedLogprobs.json(choice.tokens(), 0) : null;
    out.append("},\"logprobs\":").append(logprobs).append(",\"finish_reason\":");
    PythonJson.quote(out, called ? "tool_calls" : finish.type()).append(",\"matched_stop\":");
    (called ? Finish.stop(null) : finish).matchedStop(out);
    out.append('}');
  }

  private void calls(StringBuilder out, List<ToolCallText.Call> calls) {
    if (calls.isEmpty()) {
      out.append("null");
      return;
    }
    for (int i = 0; i < calls.size(); i++) {
      PythonJson.quote(out.append(i == 0 ? "[{\"id\":" : ",{\"id\":"), callIds.get());
      out.append(",\"index\":").append(i).append(",\"type\":\"function\",\"function\":{\"name\":");
      PythonJson.quote(out, calls.get(i).name());
      PythonJson.quote(out.append(",\"arguments\":"), calls.get(i).arguments()).append("}}");
    }
    out.append(']');
  }
}
