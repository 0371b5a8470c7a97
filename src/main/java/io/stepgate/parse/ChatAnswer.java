package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonCursor;
import io.stepgate.json.MalformedJson;
import io.stepgate.openai.Usage;

/**
 * A whole chat answer, taken apart by the same machine as a streamed one: each choice's message
 * goes through it in one piece.
 */
public final class ChatAnswer {
  private final ChatPlan plan;
  private final ChunkReader answer = new ChunkReader();
  private final ChoiceReader choice = new ChoiceReader();
  private final UsageReader usage = new UsageReader();
  private final Splice splice = new Splice();
  private final StreamTally tally = new StreamTally();

  public ChatAnswer(ChatPlan plan) {
    this.plan = plan;
  }

  /**
   * Writes the answer for the client.
   *
   * @throws ParseFailure when the backend's body is no chat answer
   */
  public void read(byte[] json, ByteSink out) throws ParseFailure {
    try {
      rewritten(json, out);
    } catch (MalformedJson malformed) {
      throw ParseFailure.notJson();
    }
  }

  private void rewritten(byte[] json, ByteSink out) throws MalformedJson, ParseFailure {
    answer.read(json, 0, json.length);
    if (answer.choicesFrom < 0) {
      throw ParseFailure.notJson();
    }
    ChunkReader.nothingBehind(json, answer.end);
    AnswerName.check(json, answer, plan.rid());
    if (answer.usageFrom >= 0) {
      usage.read(json, answer.usageFrom, answer.usageTo);
    }
    splice.clear();
    ChoiceStreams streams = new ChoiceStreams(plan);
    while (answer.nextChoice(json)) {
      choice.read(json, answer.choiceFrom, answer.choiceTo);
      message(json, streams.of(choice.index));
    }
    if (answer.usageFrom >= 0) {
      ByteSink place = splice.replace(answer.usageFrom, answer.usageTo);
      usage.write(json, answer.usageFrom, answer.usageTo, streams.splitHere(), place);
    }
    splice.apply(json, 0, json.length, out);
  }

  public Usage usage() {
    return usage.usage();
  }

  /** What the answer holds, by phase. */
  public StreamTally tally() {
    return tally;
  }

  private void message(byte[] json, ChoiceStream stream) throws MalformedJson, ParseFailure {
    if (choice.partFrom < 0) {
      return;
    }
    if (stream.finished()) {
      throw new ParseFailure(
          ParseFailure.Kind.NOT_JSON, "the backend sent choice " + choice.index + " twice");
    }
    // A backend that counted reasoning tokens has a reasoning parser: content is content then.
    boolean split = usage.usage().reasoning() > 0 && !choice.hasReasoning();
    boolean same = split ? stream.takeAnswer(json, choice) : stream.take(json, choice);
    DeltaAssembler pieces = stream.pieces;
    int taken = pieces.count();
    stream.finish(choice.finishes() && choice.stopped(json));
    stream.record();
    String finish = choice.finishReason(json, stream.hasCalls());
    tally.pieces(pieces, stream.calls.size() > 0, finish);
    tally.whole(pieces, stream.calls.size());
    if (!same || pieces.count() != taken) {
      rewrite(json, stream, splice.replace(choice.partFrom, choice.partTo));
    }
    boolean regular = choice.finishes() && choice.stopped(json);
    if (regular && choice.byCalls(json) != stream.hasCalls()) {
      splice
          .replace(choice.finishFrom, choice.finishTo)
          .write(stream.hasCalls() ? "\"tool_calls\"" : "\"stop\"");
    }
  }

  private void rewrite(byte[] json, ChoiceStream stream, ByteSink out) throws MalformedJson {
    out.write('{');
    JsonCursor members = new JsonCursor();
    members.enter(json, choice.partFrom, choice.partTo);
    while (members.next()) {
      if (!ChoiceReader.ours(members)) {
        out.write(json, members.member(), members.to()).write(',');
      }
    }
    out.write("\"content\":");
    stream.pieces.writeWhole(DeltaAssembler.Kind.CONTENT, "\"\"", out);
    out.write(",\"reasoning_content\":");
    stream.pieces.writeWhole(DeltaAssembler.Kind.REASONING, "null", out);
    out.write(",\"tool_calls\":");
    stream.pieces.writeCalls(stream.calls, out);
    out.write('}');
  }
}
