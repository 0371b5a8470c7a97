package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonUnescaper;
import io.stepgate.json.MalformedJson;
import java.util.Arrays;

/**
 * One choice of a stream: its text machine, the calls that the backend parsed, what waits. After
 * {@link #take} the pieces that the frame gave rise to stand ready in {@link #pieces}.
 */
final class ChoiceStream {
  final int index;
  final DeltaAssembler pieces;
  final Logprobs logprobs;

  /** The last frame's shape, for the frames that differ from it in their text alone. */
  final FrameShape shape = new FrameShape();

  /**
   * The backend's own calls of the frame last taken, as a JSON array; empty where there are none.
   */
  final ByteSink calls = new ByteSink(0);

  private final ChoiceParser parser;
  private final WholeReasoning whole;
  private final BackendCalls backendCalls;
  private final CallNumbers numbers = new CallNumbers();
  private final StringBuilder decoded = new StringBuilder();
  private final TurnMarks reasoningMarks;
  private final TurnMarks contentMarks;
  private final TurnRecorder turn;
  private int callsAfter;
  private boolean finished;
  private boolean splitHere;

  ChoiceStream(int index, ChatPlan plan) {
    this.index = index;
    String stem = plan.callIdStem(index);
    pieces = new DeltaAssembler(stem, numbers);
    whole = plan.wholeReasoning() ? new WholeReasoning(pieces, plan.text().maxHeld()) : null;
    parser = plan.text().newChoice(whole == null ? pieces : whole);
    if (plan.answerIfJson()) {
      parser.answersIfJson();
    }
    turn = plan.turns() == null ? null : new TurnRecorder(plan.turns());
    backendCalls = new BackendCalls(stem, plan.text().firstCallOnly(), turn);
    logprobs = new Logprobs(plan.text().maxHeld());
    reasoningMarks = new TurnMarks(plan.turnMarks());
    contentMarks = new TurnMarks(plan.turnMarks());
  }

  /**
   * Takes a frame's text and calls.
   *
   * @return whether the frame may pass in the backend's own bytes
   */
  boolean take(byte[] json, ChoiceReader choice) throws MalformedJson, ParseFailure {
    pieces.clear();
    calls.clear();
    boolean same = true;
    if (choice.hasReasoning()) {
      decode(json, choice.reasoningFrom, choice.reasoningTo);
      parser.reasoning(reasoningMarks.without(decoded));
      same = pieces.endsWith(0, DeltaAssembler.Kind.REASONING, decoded);
    }
    if (choice.hasContent()) {
      decode(json, choice.contentFrom, choice.contentTo);
      parser.reasoning(reasoningMarks.rest());
      int before = pieces.count();
      parser.content(contentMarks.without(decoded));
      same = same && pieces.endsWith(before, DeltaAssembler.Kind.CONTENT, decoded);
      splitHere |= parser.passesReasoning() || pieces.anyReasoning(before);
    }
    if (choice.hasCalls()) {
      int before = pieces.length();
      parser.backendCall();
      int count = backendCalls.read(json, choice.callsFrom, choice.callsTo, numbers, calls);
      boolean untouched =
          count > 0
              && Arrays.equals(
                  json, choice.callsFrom, choice.callsTo, calls.array(), 0, calls.size());
      same = same && untouched && pieces.length() == before;
      callsAfter = pieces.count();
      if (count == 0) {
        calls.clear();
      }
    }
    return same;
  }

  /** Takes a whole message whose content is known to hold no thinking. */
  boolean takeAnswer(byte[] json, ChoiceReader choice) throws MalformedJson, ParseFailure {
    parser.answers();
    return take(json, choice);
  }

  /** The choice is over: what was held is in {@link #pieces} now. */
  void finish(boolean stopped) {
    if (finished) {
      return;
    }
    finished = true;
    parser.reasoning(reasoningMarks.rest());
    parser.content(contentMarks.rest());
    parser.finish(stopped);
    if (whole != null) {
      whole.release();
    }
    if (stopped) {
      backendCalls.close(pieces);
    }
  }

  /** Records the frame that was taken, and the end of the choice. */
  void record() {
    if (turn != null) {
      pieces.record(turn);
      if (finished) {
        turn.finish();
      }
    }
  }

  /** Records a piece of thinking that was not taken. */
  void record(byte[] json, int from, int to) {
    if (turn != null) {
      turn.reasoning(json, from, to);
    }
  }

  /** How many of {@link #pieces} stand in front of {@link #calls}. */
  int callsAfter() {
    return callsAfter;
  }

  boolean finished() {
    return finished;
  }

  /** Whether the client was told of a call. */
  boolean hasCalls() {
    return numbers.given() > 0;
  }

  /** Whether the gateway itself took thinking out of the text. */
  boolean splitHere() {
    return splitHere;
  }

  boolean passesReasoning() {
    return whole == null && contentMarks.isEmpty() && parser.passesReasoning();
  }

  boolean passesContent() {
    return (whole == null || whole.isEmpty())
        && reasoningMarks.isEmpty()
        && contentMarks.isEmpty()
        && parser.passesContent();
  }

  boolean passesBackendReasoning() {
    return whole == null && reasoningMarks.isEmpty() && parser.passesBackendReasoning();
  }

  private void decode(byte[] json, int from, int to) {
    decoded.setLength(0);
    JsonUnescaper.unescape(json, from + 1, to - 1, decoded);
  }
}
