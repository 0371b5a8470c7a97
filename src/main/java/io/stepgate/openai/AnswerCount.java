package io.stepgate.openai;

import io.stepgate.json.JsonBytes;
import io.stepgate.json.JsonNumbers;
import io.stepgate.json.Span;

/** How many answers a request asks for that is answered prompt by prompt. */
final class AnswerCount {
  /** More answers of one request than this are not told apart. */
  static final int MOST = 256;

  private AnswerCount() {}

  /**
   * The number of prompts in a list of them, at most {@link #MOST}; 0 where there is but one, a
   * text or a list of token ids.
   */
  static int prompts(byte[] body, Span prompts) {
    if (prompts == null || body[prompts.from()] != '[') {
      return 0;
    }
    int at = JsonBytes.skipSpace(body, prompts.from() + 1, prompts.to());
    if (body[at] != '"' && body[at] != '[') {
      return 0;
    }
    int count = 0;
    while (count < MOST && body[at] != ']') {
      count++;
      at = JsonBytes.skipSpace(body, JsonBytes.endOfValue(body, at, prompts.to()), prompts.to());
      if (body[at] == ',') {
        at = JsonBytes.skipSpace(body, at + 1, prompts.to());
      }
    }
    return count;
  }

  /** The value of {@code n}; 1 where it is none that could be, which the backend will say. */
  static int choices(byte[] body, Span n) {
    // What is told to be more is cut by whoever asks; what is far more is nonsense.
    long most = 10L * MOST;
    return n == null ? 1 : (int) Math.max(1, JsonNumbers.count(body, n.from(), n.to(), most));
  }
}
