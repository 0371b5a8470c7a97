package io.stepgate.parse;

import io.stepgate.json.JsonCursor;
import io.stepgate.json.MalformedJson;
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
  static void check(byte[] json, ChunkReader answer, String rid)
      throws MalformedJson, ParseFailure {
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
      throws MalformedJson {
    JsonCursor members = new JsonCursor();
    members.enter(json, from, to);
    return members.find("id") && Rid.namesAnother(json, members.from(), members.to(), rid);
  }
}
