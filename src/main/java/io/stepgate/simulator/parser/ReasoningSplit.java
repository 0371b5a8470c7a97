package io.stepgate.simulator.parser;

import io.stepgate.simulator.engine.Markers;
import io.stepgate.simulator.engine.Tokenizer;

/**
 * An imitation of SGLang v0.5.18's reasoning parser {@code step3p5}: the text begins inside
 * reasoning, the first {@code </think>} ends it, an end of text that could become a marker is held
 * back until it is decided, and nothing is stripped but an echoed {@code <think>}.
 */
public final class ReasoningSplit {
  /** Where the pieces go; no piece is empty. */
  public interface Sink {
    void reasoning(String text);

    void answer(String text);
  }

  private final boolean streamReasoning;
  private final boolean forceContent;
  private final Sink sink;
  private final StringBuilder buffer = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  private boolean thinking = true;

  /**
   * @param streamReasoning false: the thinking goes out in one piece when it is over
   * @param forceContent {@code force_nonempty_content}: thinking without an answer is repeated as
   *     content at the end
   */
  public ReasoningSplit(boolean streamReasoning, boolean forceContent, Sink sink) {
    this.streamReasoning = streamReasoning;
    this.forceContent = forceContent;
    this.sink = sink;
  }

  public void feed(String text) {
    buffer.append(text);
    if (thinking) {
      int echo = buffer.indexOf(Tokenizer.THINK_OPEN);
      if (echo >= 0) {
        buffer.delete(echo, echo + Tokenizer.THINK_OPEN.length());
      }
      int end = buffer.indexOf(Tokenizer.THINK_CLOSE);
      if (end < 0) {
        think(take(buffer.length() - Markers.partialEnd(buffer, Markers.THINK_TAGS)));
        return;
      }
      think(take(end));
      flushThoughts();
      buffer.delete(0, Tokenizer.THINK_CLOSE.length());
      thinking = false;
    }
    content(take(buffer.length() - Markers.partialEnd(buffer, Markers.THINK_TAGS)));
  }

  /** The stream is over: what was held back is text after all. */
  public void end() {
    String rest = take(buffer.length());
    if (!thinking) {
      content(rest);
      return;
    }
    think(rest);
    flushThoughts();
    if (forceContent) {
      content(thoughts.toString());
    }
  }

  private void think(String text) {
    if (streamReasoning && !text.isEmpty()) {
      sink.reasoning(text);
    }
    if (!streamReasoning || forceContent) {
      thoughts.append(text);
    }
  }

  private void flushThoughts() {
    if (!streamReasoning && thoughts.length() > 0) {
      sink.reasoning(thoughts.toString());
    }
  }

  private void content(String text) {
    if (!text.isEmpty()) {
      sink.answer(text);
    }
  }

  private String take(int length) {
    String text = buffer.substring(0, length);
    buffer.delete(0, length);
    return text;
  }

  /** Whole text, as a non-streamed answer is split: reasoning, then content. */
  public static String[] whole(String text, boolean forceContent) {
    String rest = text;
    while (rest.startsWith(Tokenizer.THINK_OPEN)) {
      rest = rest.substring(Tokenizer.THINK_OPEN.length());
    }
    int end = rest.indexOf(Tokenizer.THINK_CLOSE);
    String reasoning = end < 0 ? rest : rest.substring(0, end);
    String content = end < 0 ? "" : rest.substring(end + Tokenizer.THINK_CLOSE.length());
    return forceContent && content.isEmpty()
        ? new String[] {"", reasoning}
        : new String[] {reasoning, content};
  }
}
