package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.Finish;
import io.stepgate.simulator.engine.PythonJson;

/**
 * The frames of a chat stream, character for character as SGLang v0.5.18 writes them. It has two
 * writers: the fast path leaves absent keys out (but never {@code reasoning_content}), while text
 * and calls that went through the tool-call parser come with every key.
 */
public final class ChatFrames {
  private final String head;
  private final StringBuilder out = new StringBuilder();

  /**
   * @param created seconds since the epoch
   */
  ChatFrames(String id, long created, String model) {
    StringBuilder start = new StringBuilder("data: {\"id\":");
    PythonJson.quote(start, id).append(",\"object\":\"chat.completion.chunk\",\"created\":");
    PythonJson.quote(start.append(created).append(",\"model\":"), model).append(",\"choices\":[");
    head = start.toString();
  }

  String role(int index) {
    open(index).append("\"reasoning_content\":null,\"role\":\"assistant\",\"content\":\"\"");
    return close(null, null);
  }

  /**
   * @param logprobs JSON, or null
   * @param usage for {@code continuous_usage_stats}, else null
   */
  String reasoning(int index, String text, String logprobs, TokenUsage usage) {
    PythonJson.quote(open(index).append("\"reasoning_content\":"), text);
    return close(logprobs, usage);
  }

  String content(int index, String text, String logprobs, TokenUsage usage) {
    PythonJson.quote(open(index).append("\"reasoning_content\":null,\"content\":"), text);
    return close(logprobs, usage);
  }

  /** Text that went through the tool-call parser. */
  String toolContent(int index, String text, TokenUsage usage) {
    PythonJson.quote(open(index).append("\"role\":null,\"content\":"), text);
    out.append(",\"reasoning_content\":null,\"tool_calls\":null");
    return closeFull(usage);
  }

  /**
   * A piece of a call.
   *
   * @param id null but in a call's first piece, as is {@code name}
   */
  String toolCall(int index, int call, String id, String name, String arguments, TokenUsage usage) {
    open(index).append("\"role\":null,\"content\":null,\"reasoning_content\":null,");
    PythonJson.quote(out.append("\"tool_calls\":[{\"id\":"), id);
    out.append(",\"index\":").append(call).append(",\"type\":\"function\",\"function\":{\"name\":");
    PythonJson.quote(out, name);
    PythonJson.quote(out.append(",\"arguments\":"), arguments).append("}}]");
    return closeFull(usage);
  }

  String finish(int index, String reason, Finish finish) {
    open(index).append("\"reasoning_content\":null},\"logprobs\":null,\"finish_reason\":");
    finish.matchedStop(PythonJson.quote(out, reason).append(",\"matched_stop\":"));
    return out.append("}]}\n\n").toString();
  }

  String usage(TokenUsage usage) {
    start().append("],\"usage\":");
    return usage.json(out).append("}\n\n").toString();
  }

  /** An error inside a stream; its type is the status' name in Python's {@code HTTPStatus}. */
  public static String error(int status, String message) {
    String type =
        switch (status) {
          case 400 -> "BAD_REQUEST";
          case 503 -> "SERVICE_UNAVAILABLE";
          default -> "INTERNAL_SERVER_ERROR";
        };
    StringBuilder error = new StringBuilder("data: {\"error\": {\"object\": \"error\", ");
    PythonJson.quote(error.append("\"message\": "), message);
    PythonJson.quote(error.append(", \"type\": "), type);
    return error.append(", \"param\": null, \"code\": ").append(status).append("}}\n\n").toString();
  }

  private StringBuilder start() {
    out.setLength(0);
    return out.append(head);
  }

  private StringBuilder open(int index) {
    return start().append("{\"index\":").append(index).append(",\"delta\":{");
  }

  private String close(String logprobs, TokenUsage usage) {
    out.append("},\"logprobs\":").append(logprobs);
    out.append(",\"finish_reason\":null,\"matched_stop\":null}]");
    if (usage != null) {
      usage.json(out.append(",\"usage\":"));
    }
    return out.append("}\n\n").toString();
  }

  private String closeFull(TokenUsage usage) {
    out.append("},\"logprobs\":null,\"finish_reason\":null,\"matched_stop\":null}],\"usage\":");
    if (usage == null) {
      out.append("null");
    } else {
      usage.json(out);
    }
    return out.append("}\n\n").toString();
  }
}
