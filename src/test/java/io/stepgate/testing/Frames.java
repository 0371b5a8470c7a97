package io.stepgate.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Frames and bodies as an SGLang server without parsers sends them. */
public final class Frames {
  public static final String MODEL = "stepfun-ai/Step-3.5-Flash";
  public static final String ID = "0123456789abcdef0123456789abcdef";
  public static final String DONE = "data: [DONE]\n\n";

  private Frames() {}

  /** The frames of a raw answer, one for each chunk. */
  public static List<String> raw(List<String> chunks, String finish) {
    List<String> frames = new ArrayList<>();
    frames.add(
        frame(
            new JsonObject()
                .putNull("reasoning_content")
                .put("role", "assistant")
                .put("content", ""),
            null));
    for (String chunk : chunks) {
      frames.add(frame(new JsonObject().putNull("reasoning_content").put("content", chunk), null));
    }
    frames.add(frame(new JsonObject().putNull("reasoning_content"), finish));
    frames.add(usage());
    frames.add(DONE);
    return frames;
  }

  public static String frame(JsonObject delta, String finish) {
    JsonObject choice =
        new JsonObject()
            .put("index", 0)
            .put("delta", delta)
            .putNull("logprobs")
            .put("finish_reason", finish)
            .putNull("matched_stop");
    return "data: "
        + head("chat.completion.chunk").put("choices", new JsonArray().add(choice))
        + "\n\n";
  }

  private static String usage() {
    return "data: "
        + head("chat.completion.chunk")
            .put("choices", new JsonArray())
            .put("usage", new JsonObject(USAGE))
        + "\n\n";
  }

  private static final String USAGE =
      "{\"prompt_tokens\":25,\"total_tokens\":35,\"completion_tokens\":10,"
          + "\"prompt_tokens_details\":null,\"reasoning_tokens\":0}";

  /** A whole raw answer. */
  public static String whole(String text, String finish) {
    JsonObject choice =
        new JsonObject()
            .put("index", 0)
            .put(
                "message",
                new JsonObject()
                    .put("role", "assistant")
                    .put("content", text)
                    .putNull("reasoning_content")
                    .putNull("tool_calls"))
            .putNull("logprobs")
            .put("finish_reason", finish);
    return head("chat.completion")
        .put("choices", new JsonArray().add(choice))
        .put("usage", new JsonObject(USAGE))
        .encode();
  }

  private static JsonObject head(String object) {
    return new JsonObject()
        .put("id", ID)
        .put("object", object)
        .put("created", 1700000000)
        .put("model", MODEL);
  }
}
