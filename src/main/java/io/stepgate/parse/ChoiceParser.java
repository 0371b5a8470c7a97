package io.stepgate.parse;

import io.stepgate.parse.StreamState.Phase;

/**
 * The text machine of one choice. It takes the backend's text as it comes, cut anywhere, and tells
 * a {@link SegmentSink} reasoning, content and calls. However the text is cut, the pieces of each
 * kind join to the same whole, as long as nothing undecided grows over the plan's limit. No text
 * makes it fail. Not for use by several threads at once.
 *
 * <p>Text comes by two channels. A backend that does not split reasoning sends all by {@link
 * #content}; one that does sends thinking by {@link #reasoning} first, and its first content ends
 * thinking. Old backends leak the closing marker, and the answer after it, into the reasoning
 * channel; that answer is content all the same. Reasoning that comes after content has begun passes
 * unchanged.
 *
 * <p>Fast path: the {@code passes…} methods answer whether a text can skip this machine. They speak
 * about texts that hold no {@code <} and neither start nor end with a blank (space, tab, carriage
 * return, line feed). Skipping such a text leaves the machine as it is, so nothing need be told.
 */
public final class ChoiceParser {
  private enum Channel {
    NONE,
    /** Content that begins inside thinking. */
    RAW,
    /** Reasoning split by the backend, no content yet. */
    BACKEND_REASONING,
    /** Content without thinking in it. */
    ANSWER
  }

  private final ReasoningParser reasoning;
  private final ToolCallParser calls;
  private final boolean startsInContent;
  private final SegmentSink sink;
  private Channel channel = Channel.NONE;
  private boolean done;
  private boolean answerIfJson;

  /** Blanks in front of a first word that is not there yet: it decides where the text begins. */
  private final StringBuilder opening = new StringBuilder(0);

  /**
   * @param reasoning null if all content is answer; else hands its answer to {@code calls}
   */
  ChoiceParser(
      ReasoningParser reasoning, ToolCallParser calls, boolean startsInContent, SegmentSink sink) {
    this.reasoning = reasoning;
    this.calls = calls;
    this.startsInContent = startsInContent;
    this.sink = sink;
  }

  /** More text of the backend's {@code content}. After {@link #finish} it passes unchanged. */
  public void content(CharSequence text) {
    if (text.length() == 0) {
      return;
    }
    if (done) {
      sink.content(text);
      return;
    }
    if (channel == Channel.BACKEND_REASONING) {
      reasoning.close();
      channel = Channel.ANSWER;
    }
    if (channel != Channel.NONE) {
      route(text);
    } else if (begin(text)) {
      String blanks = opening.toString();
      opening.setLength(0);
      route(blanks.isEmpty() ? text : blanks + text);
    } else {
      opening.append(text);
    }
  }

  private void route(CharSequence text) {
    if (channel == Channel.RAW) {
      reasoning.text(text);
    } else {
      calls.text(text);
    }
  }

  /** Decides where the text begins; false while it has been blank so far. */
  private boolean begin(CharSequence text) {
    boolean answer = reasoning == null || startsInContent;
    if (!answer && answerIfJson) {
      int first = 0;
      while (first < text.length() && MarkerScanner.isBlank(text.charAt(first))) {
        first++;
      }
      if (first == text.length() && opening.length() < TextPlan.LEAST_HELD) {
        return false;
      }
      char c = first == text.length() ? ' ' : text.charAt(first);
      answer = c == '{' || c == '[';
    }
    channel = answer ? Channel.ANSWER : Channel.RAW;
    return true;
  }

  /**
   * A grammar may bind the output to JSON. It binds a backend without a reasoning parser from its
   * first token on (SGLang v0.5.18), so what begins like a JSON document is the answer; else the
   * model thinks.
   */
  void answersIfJson() {
    answerIfJson = true;
  }

  /** More text of the backend's {@code reasoning_content}. */
  public void reasoning(CharSequence text) {
    if (text.length() == 0) {
      return;
    }
    if (channel == Channel.NONE && reasoning != null) {
      channel = Channel.BACKEND_REASONING;
      // Blanks that came as content in front of the backend's own reasoning decide nothing any
      // more.
      if (opening.length() > 0) {
        sink.content(opening);
        opening.setLength(0);
      }
    }
    if (channel == Channel.BACKEND_REASONING && !done) {
      reasoning.text(text);
    } else {
      sink.reasoning(text);
    }
  }

  /** What comes by the content channel holds no thinking: the backend is known to split it. */
  void answers() {
    if (channel == Channel.NONE) {
      channel = Channel.ANSWER;
    }
  }

  /**
   * The backend has parsed a call itself at this place: thinking is over, and blanks around the
   * call are no content.
   */
  public void backendCall() {
    if (done) {
      return;
    }
    if (channel == Channel.BACKEND_REASONING) {
      reasoning.close();
      channel = Channel.ANSWER;
    }
    calls.callElsewhere();
  }

  /**
   * The choice is over; held text goes where it belongs. Calling this again does nothing.
   *
   * @param stopped the finish reason was {@code stop} or {@code tool_calls}: missing closers of a
   *     call are supplied. Otherwise the output was cut, and a half value is never completed
   */
  public void finish(boolean stopped) {
    if (done) {
      return;
    }
    done = true;
    if (opening.length() > 0) {
      channel = Channel.RAW;
      route(opening);
      opening.setLength(0);
    }
    if (reasoning != null && channel != Channel.ANSWER) {
      reasoning.finish();
    }
    calls.finish(stopped);
  }

  /** Calls that the client was told of so far. */
  public int callCount() {
    return calls.callCount();
  }

  /** {@code content(T)} would yield exactly {@code reasoning(T)}: raw thinking, nothing held. */
  public boolean passesReasoning() {
    return !done && channel == Channel.RAW && reasoning.passes();
  }

  /** {@code content(T)} would yield exactly {@code content(T)}. */
  public boolean passesContent() {
    if (done) {
      return true;
    }
    boolean answering =
        reasoning == null
            || channel == Channel.ANSWER
            || (channel == Channel.RAW && reasoning.phase() == Phase.ANSWERING);
    return answering && calls.passes();
  }

  /** {@code reasoning(T)} would yield exactly {@code reasoning(T)}. */
  public boolean passesBackendReasoning() {
    return switch (done ? Channel.ANSWER : channel) {
      case NONE -> reasoning == null;
      case BACKEND_REASONING -> reasoning.passes();
      case RAW, ANSWER -> true;
    };
  }

  /** Characters held back now. */
  public int heldChars() {
    return opening.length() + calls.heldChars() + (reasoning == null ? 0 : reasoning.heldChars());
  }

  StreamState state() {
    if (done) {
      return Phase.DONE;
    }
    boolean thinking = reasoning != null && channel != Channel.ANSWER;
    return thinking && reasoning.phase() != Phase.ANSWERING ? reasoning.phase() : calls.state();
  }
}
