package io.stepgate.parse;

import io.stepgate.json.JsonBytes;

/** Whether an answer ended because somebody aborted it, as its finish reason says. */
final class AbortReason {
  private AbortReason() {}

  /**
   * Reads the {@code finish_reason} of a choice, a word, or of a {@code meta_info}, an object with
   * a {@code type}.
   */
  static boolean in(byte[] json, int from, int to) throws ParseFailure {
    int value = find(json, from, to, "finish_reason");
    if (value < 0) {
      return false;
    }
    int end = Members.end(json, value, to);
    return json[value] == '{'
        ? isAbort(json, find(json, value, end, "type"), end)
        : isAbort(json, value, end);
  }

  private static boolean isAbort(byte[] json, int value, int to) throws ParseFailure {
    return value >= 0 && JsonBytes.spells(json, value, Members.end(json, value, to), "\"abort\"");
  }

  private static int find(byte[] json, int from, int to, String name) throws ParseFailure {
    int at = Members.open(json, from, to, '{');
    while ((at = Members.key(json, at, to)) != Members.NONE) {
      int keyTo = Members.closingQuote(json, at, to);
      int value = Members.value(json, keyTo, to);
      if (JsonBytes.spells(json, at + 1, keyTo, name)) {
        return value;
      }
      at = Members.separator(json, Members.end(json, value, to), to, '}');
    }
    return -1;
  }
}
