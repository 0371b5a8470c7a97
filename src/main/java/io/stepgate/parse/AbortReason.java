package io.stepgate.parse;

import io.stepgate.json.JsonCursor;
import io.stepgate.json.MalformedJson;

/** Whether an answer ended because somebody aborted it, as its finish reason says. */
final class AbortReason {
  private final JsonCursor members = new JsonCursor();

  /**
   * Reads the {@code finish_reason} of a choice, a word, or of a {@code meta_info}, an object with
   * a {@code type}.
   */
  boolean in(byte[] json, int from, int to) throws MalformedJson {
    members.enter(json, from, to);
    if (!members.find("finish_reason")) {
      return false;
    }
    if (members.first() == '{') {
      members.enter(json, members.from(), members.to());
      return members.find("type") && members.is("\"abort\"");
    }
    return members.is("\"abort\"");
  }
}
