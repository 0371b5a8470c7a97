package io.stepgate.parse;

import io.stepgate.json.JsonBytes;

/**
 * A stream of {@code /v1/completions}: its text is not taken apart, and its events pass as they
 * are. They are looked at to tell an error in the first one, the usage, when text came, and a
 * stream that breaks off.
 */
public final class CompletionStream extends AnswerStream {
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
  void frame(byte[] json, int from, int to) throws ParseFailure {
    boolean any = false;
    boolean text = false;
    while (chunk.nextChoice(json)) {
      any = true;
      text |= hasText(json, chunk.choiceFrom, chunk.choiceTo);
      tally.aborted(AbortReason.in(json, chunk.choiceFrom, chunk.choiceTo));
    }
    if (any || wantsUsage || chunk.usageFrom < 0) {
      out.write(DATA).write(json, from, to).write(END);
    }
    tally.text(false, text);
  }

  private static boolean hasText(byte[] json, int from, int to) throws ParseFailure {
    int at = Members.open(json, from, to, '{');
    while ((at = Members.key(json, at, to)) != Members.NONE) {
      int keyTo = Members.closingQuote(json, at, to);
      int value = Members.value(json, keyTo, to);
      int end = Members.end(json, value, to);
      if (JsonBytes.spells(json, at + 1, keyTo, "text")) {
        return json[value] == '"' && end - value > 2;
      }
      at = Members.separator(json, end, to, '}');
    }
    return false;
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
