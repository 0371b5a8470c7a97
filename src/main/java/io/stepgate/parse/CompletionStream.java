package io.stepgate.parse;

import io.stepgate.json.JsonCursor;
import io.stepgate.json.MalformedJson;

/**
 * A stream of {@code /v1/completions}: its text is not taken apart, and its events pass as they
 * are. They are looked at to tell an error in the first one, the usage, when text came, and a
 * stream that breaks off.
 */
public final class CompletionStream extends AnswerStream {
  private final JsonCursor members = new JsonCursor();
  private final AbortReason aborts = new AbortReason();
  private final boolean wantsUsage;

  /**
   * @param maxFrame bytes that one event may have
   * @param wantsUsage whether the client asked for the event that has usage and no choice; the
   *     gateway asks for it in any case
   */
  public CompletionStream(int maxFrame, boolean wantsUsage) {
    super(maxFrame);
    this.wantsUsage = wantsUsage;
  }

  @Override
  boolean passes(byte[] json, int from, int to) {
    return false;
  }

  @Override
  void frame(byte[] json, int from, int to) throws MalformedJson, ParseFailure {
    boolean any = false;
    boolean text = false;
    while (chunk.nextChoice(json)) {
      any = true;
      text |= hasText(json, chunk.choiceFrom, chunk.choiceTo);
      tally.aborted(aborts.in(json, chunk.choiceFrom, chunk.choiceTo));
    }
    if (any || wantsUsage || chunk.usageFrom < 0) {
      out.write(DATA).write(json, from, to).write(END);
    }
    tally.text(false, text);
  }

  private boolean hasText(byte[] json, int from, int to) throws MalformedJson {
    members.enter(json, from, to);
    return members.find("text") && members.first() == '"' && members.to() - members.from() > 2;
  }

  @Override
  boolean complete(boolean announced) {
    return announced;
  }

  @Override
  void flushHeld() {
    // Nothing is ever held.
  }
}
