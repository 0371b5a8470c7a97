package io.stepgate.parse;

import io.stepgate.json.MalformedJson;

/**
 * A chat answer that streams and is taken apart. A frame that needs no change leaves in the
 * backend's own bytes. Memory is bounded by the plan: one frame that is not whole yet, and per
 * choice the text held back.
 */
public final class ChatStream extends AnswerStream {
  /** What one frame may become, in frames of the longest kind. */
  private static final int MOST = 2;

  private final ChatPlan plan;
  private final ChoiceReader choice = new ChoiceReader();
  private final FrameWriter frames;
  private final ChoiceStreams choices;

  /** The most that stood around a choice's own part in a frame: each piece is sent in it. */
  private int around;

  public ChatStream(ChatPlan plan) {
    super(plan.maxFrame());
    this.plan = plan;
    choices = new ChoiceStreams(plan);
    frames = new FrameWriter(chunk, choice, usage);
  }

  @Override
  void frame(byte[] json, int from, int to) throws MalformedJson, ParseFailure {
    if (!chunk.nextChoice(json)) {
      withoutChoice(json, from, to);
      return;
    }
    boolean single = chunk.single(json);
    int before = out.size();
    do {
      choice.read(json, chunk.choiceFrom, chunk.choiceTo);
      ChoiceStream stream = choices.of(choice.index);
      boolean same = take(json, stream);
      around = Math.max(around, to - from - Math.max(0, choice.partTo - choice.partFrom));
      checkRoom(out.size() - before, stream);
      frame(json, from, to, stream, same, single);
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

  /** Refuses a frame whose pieces would repeat what stands around them too often. */
  private void checkRoom(int written, ChoiceStream stream) throws ParseFailure {
    long limit = (long) MOST * plan.maxFrame();
    if (written + (long) stream.pieces.count() * around > limit) {
      throw new ParseFailure(
          ParseFailure.Kind.TOO_LARGE,
          "the pieces of one event are over " + limit + " bytes, each as a frame");
    }
  }

  /** Takes the choice last read; whether it may pass in the backend's own bytes. */
  private boolean take(byte[] json, ChoiceStream stream) throws MalformedJson, ParseFailure {
    boolean same = stream.take(json, choice);
    if (choice.finishes()) {
      int pieces = stream.pieces.count();
      int length = stream.pieces.length();
      stream.finish(choice.stopped(json));
      boolean more = stream.pieces.count() > pieces || stream.pieces.length() > length;
      same = same && !more && rightReason(json, stream);
    }
    stream.record();
    return same;
  }

  private void frame(
      byte[] json, int from, int to, ChoiceStream stream, boolean same, boolean single)
      throws MalformedJson {
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
          checkRoom(0, stream);
          frames.flush(stream, out);
        }
      }
    } catch (MalformedJson | ParseFailure broken) {
      // The error frame that follows says what matters; the held logprobs alone are gone.
      tally.brokenFrame();
    }
  }
}
