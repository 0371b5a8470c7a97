package io.stepgate.parse;

/**
 * A chat answer that streams and is taken apart. A frame that needs no change leaves in the
 * backend's own bytes. Memory is bounded by the plan: one frame that is not whole yet, and per
 * choice the text held back.
 */
public final class ChatStream extends AnswerStream {
  private final ChatPlan plan;
  private final ChoiceReader choice = new ChoiceReader();
  private final FrameWriter frames;
  private final ChoiceStreams choices;

  public ChatStream(ChatPlan plan) {
    super(plan.maxFrame());
    this.plan = plan;
    choices = new ChoiceStreams(plan);
    frames = new FrameWriter(chunk, choice, usage);
  }

  @Override
  void frame(byte[] json, int from, int to) throws ParseFailure {
    if (!chunk.nextChoice(json)) {
      withoutChoice(json, from, to);
      return;
    }
    boolean single = chunk.single(json);
    do {
      choice.read(json, chunk.choiceFrom, chunk.choiceTo);
      frame(json, from, to, choices.of(choice.index), single);
    } while (chunk.nextChoice(json));
  }

  @Override
  boolean passes(byte[] json, int from, int to) {
    ChoiceStream stream = choices.fitting(json, from, to);
    if (stream == null || stream.logprobs.waiting()) {
      return false;
    }
    FrameShape shape = stream.shape;
    int textFrom = shape.textFrom(from);
    int textTo = shape.textTo(to);
    boolean reasoning = shape.moved() || shape.channel() == FrameShape.Channel.REASONING;
    boolean skips =
        shape.moved()
            ? stream.passesReasoning()
            : reasoning ? stream.passesBackendReasoning() : stream.passesContent();
    if (!skips || !FrameShape.plain(json, textFrom, textTo, reasoning || !plan.callsActive())) {
      return false;
    }
    out.write(DATA);
    shape.write(json, textFrom, textTo, out);
    out.write(END);
    tally.text(reasoning, textTo > textFrom);
    if (reasoning) {
      stream.record(json, textFrom, textTo);
    }
    return true;
  }

  /** Usage, or something that only newer servers send. */
  private void withoutChoice(byte[] json, int from, int to) {
    if (chunk.usageFrom < 0) {
      out.write(DATA).write(json, from, to).write(END);
    } else if (plan.wantsUsage()) {
      out.write(DATA);
      frames.usageOnly(json, from, to, choices.splitHere(), out);
      out.write(END);
    }
  }

  private void frame(byte[] json, int from, int to, ChoiceStream stream, boolean single)
      throws ParseFailure {
    boolean same = stream.take(json, choice);
    if (choice.finishes()) {
      int pieces = stream.pieces.count();
      int length = stream.pieces.length();
      stream.finish(choice.stopped(json));
      boolean more = stream.pieces.count() > pieces || stream.pieces.length() > length;
      same = same && !more && rightReason(json, stream);
    }
    stream.record();
    String finish = choice.finishReason(json, stream.hasCalls());
    tally.pieces(stream.pieces, stream.calls.size() > 0, finish);
    if (same && single && chunk.usageFrom < 0 && !stream.logprobs.waiting()) {
      frames.remember(json, from);
      out.write(DATA).write(json, from, to).write(END);
    } else {
      frames.write(json, from, to, stream, same, single, choices.splitHere(), out);
    }
    boolean known = stream.shape.fits(json, from, to) && stream.shape.moved() != same;
    if (single && !known) {
      frames.learn(json, from, to, stream, same);
    }
  }

  /** Whether the finish reason tells truly if there were calls. */
  private boolean rightReason(byte[] json, ChoiceStream stream) {
    return !choice.stopped(json) || choice.byCalls(json) == stream.hasCalls();
  }

  @Override
  boolean complete(boolean announced) {
    return choices.allFinished();
  }

  @Override
  void flushHeld() {
    try {
      for (ChoiceStream stream : choices.all()) {
        if (!stream.finished()) {
          stream.pieces.clear();
          stream.finish(false);
          frames.flush(stream, out);
        }
      }
    } catch (ParseFailure broken) {
      // The error frame that follows says what matters; the held logprobs alone are gone.
      tally.brokenFrame();
    }
  }
}
