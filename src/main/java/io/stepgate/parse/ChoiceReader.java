package io.stepgate.parse;

import io.stepgate.json.JsonBytes;
import java.nio.charset.StandardCharsets;

/**
 * Finds the places that matter in one choice of a frame ({@code delta}) or of a whole answer
 * ({@code message}). Reused: reading allocates nothing. A {@code From} of −1 says that the value is
 * missing or null.
 */
final class ChoiceReader {
  private static final int LONGEST_REASON = 32;

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
   * @throws ParseFailure when the choice is no JSON object
   */
  void read(byte[] json, int from, int to) throws ParseFailure {
    index = 0;
    partFrom = nullPartFrom = -1;
    finishFrom = logprobsFrom = nullLogprobsFrom = contentFrom = reasoningFrom = callsFrom = -1;
    int at = Members.open(json, from, to, '{');
    while ((at = Members.key(json, at, to)) != Members.NONE) {
      int keyFrom = at + 1;
      int keyTo = Members.closingQuote(json, at, to);
      int value = Members.value(json, keyTo, to);
      int end = Members.end(json, value, to);
      member(json, keyFrom, keyTo, value, end);
      at = Members.separator(json, end, to, '}');
    }
    if (partFrom >= 0) {
      part(json);
    }
  }

  private void member(byte[] json, int keyFrom, int keyTo, int value, int end) {
    switch (json[keyFrom]) {
      case 'i' -> {
        if (JsonBytes.spells(json, keyFrom, keyTo, "index")) {
          index = number(json, value, end);
        }
      }
      case 'd', 'm' -> {
        if (JsonBytes.spells(json, keyFrom, keyTo, "delta")
            || JsonBytes.spells(json, keyFrom, keyTo, "message")) {
          place(json, value, end);
        }
      }
      case 'f' -> {
        if (json[value] == '"' && JsonBytes.spells(json, keyFrom, keyTo, "finish_reason")) {
          finishFrom = value;
          finishTo = end;
        }
      }
      case 'l' -> {
        if (JsonBytes.spells(json, keyFrom, keyTo, "logprobs")) {
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

  private void part(byte[] json) throws ParseFailure {
    int at = partFrom + 1;
    while ((at = Members.key(json, at, partTo)) != Members.NONE) {
      int keyFrom = at + 1;
      int keyTo = Members.closingQuote(json, at, partTo);
      int value = Members.value(json, keyTo, partTo);
      int end = Members.end(json, value, partTo);
      if (json[value] == '"' && JsonBytes.spells(json, keyFrom, keyTo, "content")) {
        contentFrom = value;
        contentTo = end;
      } else if (json[value] == '"'
          && JsonBytes.spells(json, keyFrom, keyTo, "reasoning_content")) {
        reasoningFrom = value;
        reasoningTo = end;
      } else if (json[value] == '[' && JsonBytes.spells(json, keyFrom, keyTo, "tool_calls")) {
        callsFrom = value;
        callsTo = end;
      }
      at = Members.separator(json, end, partTo, '}');
    }
  }

  /** Whether a key of the part is one that the gateway writes itself. */
  static boolean ours(byte[] json, int keyFrom, int keyTo) {
    return JsonBytes.spells(json, keyFrom, keyTo, "content")
        || JsonBytes.spells(json, keyFrom, keyTo, "reasoning_content")
        || JsonBytes.spells(json, keyFrom, keyTo, "tool_calls");
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
    int value = 0;
    for (int i = from; i < to; i++) {
      if (json[i] < '0' || json[i] > '9' || value > 100_000_000) {
        return -1;
      }
      value = value * 10 + json[i] - '0';
    }
    return value;
  }
}
