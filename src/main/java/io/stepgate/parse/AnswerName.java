package io.stepgate.parse;

import io.stepgate.json.JsonBytes;
import io.stepgate.openai.Rid;
import io.stepgate.parse.ParseFailure.Kind;

/** Whom an answer says that it is for: its {@code id}, or that in the {@code meta_info}. */
final class AnswerName {
  private AnswerName() {}

  /**
   * Refuses an answer to another request of this gateway: a backend that sends two answers to one
   * request has the second taken for that to the next.
   *
   * @param rid the request's own name; null where answers have none
   */
  static void check(byte[] json, ChunkReader answer, String rid) throws ParseFailure {
    if (rid == null) {
      return;
    }
    boolean another =
        answer.idFrom >= 0 && Rid.namesAnother(json, answer.idFrom, answer.idTo, rid)
            || answer.metaFrom >= 0 && metaNamesAnother(json, answer.metaFrom, answer.metaTo, rid);
    if (another) {
      throw new ParseFailure(Kind.FOREIGN, "the backend sent the answer to another request");
    }
  }

  private static boolean metaNamesAnother(byte[] json, int from, int to, String rid)
      throws ParseFailure {
    int at = Members.open(json, from, to, '{');
    while ((at = Members.key(json, at, to)) != Members.NONE) {
      int keyTo = Members.closingQuote(json, at, to);
      int value = Members.value(json, keyTo, to);
      int end = Members.end(json, value, to);
      if (JsonBytes.spells(json, at + 1, keyTo, "id")) {
        return Rid.namesAnother(json, value, end, rid);
      }
      at = Members.separator(json, end, to, '}');
    }
    return false;
  }
}
