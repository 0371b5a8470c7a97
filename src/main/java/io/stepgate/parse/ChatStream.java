package io.stepgate.parse;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.BackendError;
import io.stepgate.openai.ByteSink;
import io.stepgate.openai.ErrorType;
import io.stepgate.openai.JsonBytes;
import io.stepgate.openai.Usage;
import java.nio.charset.StandardCharsets;

/**
 * A chat answer that streams: takes the backend's bytes, cut anywhere, and writes the client's
 * frames. One per request, used by one thread.
 *
 * <p>A frame that needs no change leaves in the backend's own bytes. Frames are exactly {@code
 * data: {json}\n\n} and the last is {@code data: [DONE]\n\n}. Memory is bounded by the plan: one
 * frame that is not whole yet, and per choice the text held back.
 */
public final class ChatStream implements AnswerStream {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

  private final ChatPlan plan;
  private final SseDecoder events;
  private final ChunkReader chunk = new ChunkReader();
  private final ChoiceReader choice = new ChoiceReader();
  private final UsageReader usage = new UsageReader();
  private final FrameWriter frames;
  private final ChoiceStreams choices;
  private final StreamTally tally = new StreamTally();
  private ByteSink out;
  private ApiError error;
  private boolean begun;
  private boolean done;

  public ChatStream(ChatPlan plan) {
    this.plan = plan;
    events = new SseDecoder(plan.maxFrame(), this::event);
    choices = new ChoiceStreams(plan);
    frames = new FrameWriter(chunk, choice, usage);
  }

  @Override
  public void read(byte[] bytes, int from, int to, ByteSink client) throws ParseFailure {
    if (!over()) {
      out = client;
      events.read(bytes, from, to);
    }
  }

  @Override
  public void end(ByteSink client) throws ParseFailure {
    if (over()) {
      return;
    }
    out = client;
    events.end();
    if (!over()) {
      close();
    }
  }

  @Override
  public void fail(ApiError reason, ByteSink client) {
    if (over()) {
      return;
    }
    out = client;
    error = reason;
    if (begun) {
      try {
        flushChoices();
      } catch (ParseFailure broken) {
        // The error frame that follows says what matters; the held logprobs alone are gone.
        tally.brokenFrame();
      }
      client.write(DATA).write(reason.json().getBytes(StandardCharsets.UTF_8)).write(END);
      client.write(DONE);
      done = true;
    }
  }

  @Override
  public boolean begun() {
    return begun;
  }

  @Override
  public ApiError error() {
    return error;
  }

  @Override
  public boolean done() {
    return done;
  }

  @Override
  public Usage usage() {
    return usage.usage();
  }

  @Override
  public StreamTally tally() {
    return tally;
  }

  private boolean over() {
    return done || error != null;
  }

  private void event(byte[] json, int from, int to) throws ParseFailure {
    if (over()) {
      return;
    }
    if (fastPath(json, from, to)) {
      return;
    }
    if (JsonBytes.spells(json, from, to, "[DONE]")) {
      close();
      return;
    }
    chunk.read(json, from, to);
    if (chunk.errorFrom >= 0) {
      fail(BackendError.read(json, from, to, 0), out);
      return;
    }
    begun = true;
    if (chunk.usageFrom >= 0) {
      usage.read(json, chunk.usageFrom, chunk.usageTo);
    }
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

  private boolean fastPath(byte[] json, int from, int to) {
    ChoiceStream stream = choices.fitting(json, from, to);
    if (stream == null || stream.logprobs.waiting()) {
      return false;
    }
    FrameShape shape = stream.shape;
    int textFrom = shape.textFrom(from);
    int textTo = shape.textTo(to);
    boolean reasoning = shape.moved() || shape.channel() == FrameShape.Channel.REASONING;
    boolean passes =
        shape.moved()
            ? stream.passesReasoning()
            : reasoning ? stream.passesBackendReasoning() : stream.passesContent();
    if (!passes || !FrameShape.plain(json, textFrom, textTo, reasoning || !plan.callsActive())) {
      return false;
    }
    out.write(DATA);
    shape.write(json, textFrom, textTo, out);
    out.write(END);
    tally.text(reasoning, textTo > textFrom);
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
    tally.pieces(stream.pieces, stream.calls.size() > 0, choice.finishes());
    if (same && single && chunk.usageFrom < 0 && !stream.logprobs.waiting()) {
      frames.remember(json, from);
      out.write(DATA).write(json, from, to).write(END);
    } else {
      frames.write(json, from, to, stream, same, single, choices.splitHere(), out);
    }
    if (single) {
      frames.learn(json, from, to, stream, same);
    }
  }

  /** Whether the finish reason tells truly if there were calls. */
  private boolean rightReason(byte[] json, ChoiceStream stream) {
    return !choice.stopped(json) || choice.byCalls(json) == stream.hasCalls();
  }

  private void close() throws ParseFailure {
    if (!choices.allFinished()) {
      fail(
          ApiError.of(ErrorType.UPSTREAM, "the backend ended its answer before it was finished"),
          out);
      return;
    }
    out.write(DONE);
    done = true;
  }

  private void flushChoices() throws ParseFailure {
    for (ChoiceStream stream : choices.all()) {
      if (!stream.finished()) {
        stream.pieces.clear();
        stream.finish(false);
        frames.flush(stream, out);
      }
    }
  }
}
