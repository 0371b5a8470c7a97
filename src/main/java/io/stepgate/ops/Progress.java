package io.stepgate.ops;

import io.stepgate.edge.ExchangeFacts;
import io.stepgate.parse.StreamTally;
import io.stepgate.report.RequestRecorder;
import io.stepgate.report.RequestSample;

/**
 * One request on its way: when its tokens came, and when each phase began. Written on the request's
 * event loop alone. Times are {@link System#nanoTime}; 0 says that something has not been.
 */
final class Progress {
  /**
   * No backend puts more tokens into a frame. One that counts wrongly must not make work: each
   * token is an entry of a histogram.
   */
  private static final int MOST_IN_A_FRAME = 1024;

  private final RequestRecorder tokens;
  private Phase phase = Phase.WAITING;
  private long frames;
  private long events;
  private long reasoning;
  private long answer;
  private long tool;
  private long firstReasoning;
  private long firstAnswer;
  private long firstTool;

  Progress(long arrivedNanos) {
    tokens = new RequestRecorder(arrivedNanos);
  }

  /** The client was told something; whether the phase is another now. */
  boolean pieces(StreamTally told, long nanos) {
    int frame = (int) Math.max(1, told.textFrames() - frames);
    int more = (int) Math.min((long) MOST_IN_A_FRAME * frame, told.tokenEvents() - events);
    events = told.tokenEvents();
    frames = told.textFrames();
    // Frames of one network read have one moment: all but the first come after a gap of nothing.
    int first = (more + frame - 1) / frame;
    tokens.tokens(nanos, first);
    tokens.tokens(nanos, more - first);
    return phase(told, nanos);
  }

  private boolean phase(StreamTally told, long nanos) {
    Phase before = phase;
    if (told.reasoningFrames() > reasoning) {
      reasoning = told.reasoningFrames();
      firstReasoning = firstReasoning == 0 ? nanos : firstReasoning;
      phase = Phase.REASONING;
    }
    if (told.answerFrames() > answer) {
      answer = told.answerFrames();
      firstAnswer = firstAnswer == 0 ? nanos : firstAnswer;
      phase = Phase.ANSWER;
    }
    if (told.toolFrames() > tool) {
      tool = told.toolFrames();
      firstTool = firstTool == 0 ? nanos : firstTool;
      phase = Phase.TOOL;
    }
    return phase != before;
  }

  Phase phase() {
    return phase;
  }

  long firstReasoningNanos() {
    return firstReasoning;
  }

  long firstAnswerNanos() {
    return firstAnswer;
  }

  long firstToolNanos() {
    return firstTool;
  }

  /** When thinking was over: at the first piece of something else, or at the end. */
  long reasonedUntil(long endNanos) {
    long until = endNanos;
    if (firstAnswer != 0) {
      until = Math.min(until, firstAnswer);
    }
    if (firstTool != 0) {
      until = Math.min(until, firstTool);
    }
    return Math.max(until, firstReasoning);
  }

  /**
   * The request as the serving benchmark sees it, after it ended.
   *
   * @param model the label that it is filed under
   */
  RequestSample sample(String model, ExchangeFacts exchange, long endNanos) {
    return tokens.finish(
        model,
        endNanos,
        Math.max(0, exchange.usage().prompt()),
        Math.max(0, exchange.usage().completion()));
  }
}
