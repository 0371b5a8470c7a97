package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Feeds bytes to streams, cut as the network might, and plans to feed them by. */
final class Feed {
  static final String RID = "0123456789abcdef0123456789abcdef";
  static final int MAX_FRAME = 1 << 20;

  private Feed() {}

  static TextPlan text(String reasoning, String calls, DeclaredTools tools) {
    return new TextPlan(reasoning, calls, tools, false, false, false, 1 << 16);
  }

  static ChatPlan plan(TextPlan text) {
    return plan(text, 1);
  }

  static ChatPlan plan(TextPlan text, int choices) {
    return new ChatPlan(text, choices, true, false, false, RID, List.of(), null, MAX_FRAME);
  }

  /** A plan that splits thinking and calls. */
  static ChatPlan plan() {
    return plan(text("step3p5", "step3p5", Texts.TOOLS));
  }

  static String whole(AnswerStream stream, String body) throws ParseFailure {
    return whole(stream, utf8(body));
  }

  static String whole(AnswerStream stream, byte[] body) throws ParseFailure {
    ByteSink out = new ByteSink(16);
    stream.read(body, 0, body.length, out);
    stream.end(out);
    return text(out);
  }

  static String cut(AnswerStream stream, byte[] body, int longest, Random random)
      throws ParseFailure {
    ByteSink out = new ByteSink(16);
    int from = 0;
    while (from < body.length) {
      int to = Math.min(body.length, from + 1 + random.nextInt(longest));
      stream.read(body, from, to, out);
      from = to;
    }
    stream.end(out);
    return text(out);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(ByteSink out) {
    return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
  }

  /** A frame with one choice, as SGLang writes it; {@code more} follows the delta's braces. */
  static String frame(int index, String delta, String more) {
    return "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":"
        + index
        + ",\"delta\":{"
        + delta
        + "}"
        + more
        + "}]}\n\n";
  }

  static String frame(String delta) {
    return frame(0, delta, ",\"logprobs\":null,\"finish_reason\":null,\"matched_stop\":null");
  }

  static String finish(String reason) {
    return frame(
        0,
        "\"reasoning_content\":null",
        ",\"logprobs\":null,\"finish_reason\":\"" + reason + "\",\"matched_stop\":null");
  }

  static final String DONE = "data: [DONE]\n\n";
}
