package io.stepgate.parse;

import io.stepgate.json.JsonBytes;
import io.stepgate.json.JsonCursor;
import io.stepgate.json.JsonNumbers;
import io.stepgate.json.MalformedJson;
import java.nio.charset.StandardCharsets;

/**
 * Finds the places that matter in one choice of a frame ({@code delta}) or of a whole answer
 * ({@code message}). Reused: reading allocates nothing. A {@code From} of −1 says that the value is
 * missing or null.
 */
final class ChoiceReader {
  private static final int LONGEST_REASON = 32;
  private static final int MOST_INDEX = 1_000_000_000;

  private final JsonCursor members = new JsonCursor();

  int index;

  /** The {@code delta} or {@code message} object, braces included. */
  int partFrom;

  int partTo;

  /** A {@code delta} that is there and null: room for what was held back. */
  int nullPartFrom;

  int nullPartTo;
  int finishFrom;
  int finishTo;
  int logprobsFrom;
  int logprobsTo;

  /** A {@code logprobs} that is there and null: room for those that waited. */
  int nullLogprobsFrom;

  int nullLogprobsTo;

  /** String values with their quotes. */
  int contentFrom;

  int contentTo;
  int reasoningFrom;
  int reasoningTo;
  int callsFrom;
  int callsTo;

  /**
   * @throws MalformedJson when the choice is no JSON object
   */
  void read(byte[] json, int from, int to) throws MalformedJson {
    index = 0;
    partFrom = nullPartFrom = -1;
    finishFrom = logprobsFrom = nullLogprobsFrom = contentFrom = reasoningFrom = callsFrom = -1;
    members.enter(json, from, to);
    while (members.next()) {
      member(json, members.from(), members.to());
    }
    if (partFrom >= 0) {
      part(json);
    }
  }

  private void member(byte[] json, int value, int end) {
    switch (members.nameFirst()) {
      case 'i' -> {
        if (members.named("index")) {
          index = number(json, value, end);
        }
      }
      case 'd', 'm' -> {
        if (members.named("delta") || members.named("message")) {
          place(json, value, end);
        }
      }
      case 'f' -> {
        if (json[value] == '"' && members.named("finish_reason")) {
          finishFrom = value;
          finishTo = end;
        }
      }
      case 'l' -> {
        if (members.named("logprobs")) {
          logprobs(json, value, end);
        }
      }
      default -> {}
    }
  }

  private void place(byte[] json, int from, int to) {
    if (json[from] == '{') {
      partFrom = from;
      partTo = to;
    } else {
      nullPartFrom = from;
      nullPartTo = to;
    }
  }

  private void logprobs(byte[] json, int from, int to) {
    if (json[from] == '{') {
      logprobsFrom = from;
      logprobsTo = to;
    } else {
      nullLogprobsFrom = from;
      nullLogprobsTo = to;
    }
  }

  private void part(byte[] json) throws MalformedJson {
    members.enter(json, partFrom, partTo);
    while (members.next()) {
      int value = members.from();
      int end = members.to();
      if (json[value] == '"' && members.named("content")) {
        contentFrom = value;
        contentTo = end;
      } else if (json[value] == '"' && members.named("reasoning_content")) {
        reasoningFrom = value;
        reasoningTo = end;
      } else if (json[value] == '[' && members.named("tool_calls")) {
        callsFrom = value;
        callsTo = end;
      }
    }
  }

  /** Whether a key of the part is one that the gateway writes itself. */
  static boolean ours(JsonCursor members) {
    return members.named("content")
        || members.named("reasoning_content")
        || members.named("tool_calls");
  }

  boolean hasContent() {
    return contentFrom >= 0 && contentTo - contentFrom > 2;
  }

  boolean hasReasoning() {
    return reasoningFrom >= 0 && reasoningTo - reasoningFrom > 2;
  }

  boolean hasCalls() {
    return callsFrom >= 0 && callsTo - callsFrom > 2;
  }

  boolean finishes() {
    return finishFrom >= 0;
  }

  /** Whether generation came to its own end, so that what stays open may be closed. */
  boolean stopped(byte[] json) {
    return JsonBytes.spells(json, finishFrom, finishTo, "\"stop\"") || byCalls(json);
  }

  boolean byCalls(byte[] json) {
    return JsonBytes.spells(json, finishFrom, finishTo, "\"tool_calls\"")
        || JsonBytes.spells(json, finishFrom, finishTo, "\"function_call\"");
  }

  /**
   * The finish reason as a client is told it, or null where there is none.
   *
   * @param calls whether the client was told calls
   */
  String finishReason(byte[] json, boolean calls) {
    if (!finishes()) {
      return null;
    }
    if (stopped(json)) {
      return calls ? "tool_calls" : "stop";
    }
    int length = Math.min(finishTo - finishFrom - 2, LONGEST_REASON);
    return new String(json, finishFrom + 1, length, StandardCharsets.US_ASCII);
  }

  private static int number(byte[] json, int from, int to) {
    return (int) Math.max(JsonNumbers.count(json, from, to, MOST_INDEX), -1);
  }
}
