package io.stepgate.parse;

/**
 * A stream that is not taken apart, {@code /v1/completions} or {@code /generate}: its events pass
 * as they are, and are looked at only to tell an error in the first one, the usage, and a stream
 * that breaks off.
 */
public final class PlainStream extends AnswerStream {
  /**
   * @param maxFrame bytes that one event may have
   */
  public PlainStream(int maxFrame) {
    super(maxFrame);
  }

  @Override
  boolean passes(byte[] json, int from, int to) {
    return false;
  }

  @Override
  void frame(byte[] json, int from, int to) throws ParseFailure {
    out.write(DATA).write(json, from, to).write(END);
    tally.text(false, chunk.usageFrom < 0 || chunk.nextChoice(json));
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
