package io.stepgate.parse;

import io.stepgate.json.JsonBytes;
import io.stepgate.json.JsonCursor;
import io.stepgate.json.MalformedJson;
import io.stepgate.parse.ParseFailure.Kind;

/**
 * Finds the places that matter in one frame, or in one whole answer: the array of choices, the
 * usage, an error, and of {@code /generate} the text and its counts. Reused for every frame of a
 * stream: reading allocates nothing.
 *
 * <p>All positions are indexes into the bytes last read; a {@code From} of −1 says that the value
 * is not there. {@code null} counts as not there, but for {@link #choicesFrom}.
 */
final class ChunkReader {
  int choicesFrom;
  int choicesTo;
  int usageFrom;
  int usageTo;
  int errorFrom;
  int errorTo;

  /** The {@code meta_info} of {@code /generate}. */
  int metaFrom;

  int metaTo;

  /** Which answer of a {@code /generate} batch a frame belongs to; 0 where it does not say. */
  int index;

  /** Whether a frame of {@code /generate} holds text, or ids where the server has no tokenizer. */
  boolean text;

  /** Where the choice last read by {@link #nextChoice} stands. */
  int choiceFrom;

  int choiceTo;

  /** The name of the request that is answered, whatever value it is. */
  int idFrom;

  int idTo;

  /** The position behind the object. */
  int end;

  private final JsonCursor members = new JsonCursor();
  private int cursor;

  /**
   * @throws MalformedJson when the text is no JSON object
   */
  void read(byte[] json, int from, int to) throws MalformedJson {
    choicesFrom = usageFrom = errorFrom = metaFrom = idFrom = -1;
    index = 0;
    text = false;
    members.enter(json, from, to);
    while (members.next()) {
      int value = members.from();
      int end = members.to();
      switch (members.nameFirst()) {
        case 'c' -> {
          if (json[value] == '[' && members.named("choices")) {
            choicesFrom = value;
            choicesTo = end;
          }
        }
        case 'u' -> {
          if (json[value] == '{' && members.named("usage")) {
            usageFrom = value;
            usageTo = end;
          }
        }
        case 'e' -> {
          if (json[value] != 'n' && members.named("error")) {
            errorFrom = value;
            errorTo = end;
          }
        }
        case 'm' -> {
          if (json[value] == '{' && members.named("meta_info")) {
            metaFrom = value;
            metaTo = end;
          }
        }
        case 't' -> text |= filled(json, value, end) && members.named("text");
        case 'i' -> {
          if (members.named("index")) {
            index = (int) Math.min(Integer.MAX_VALUE, UsageReader.number(json, value, end));
          } else if (members.named("id")) {
            idFrom = value;
            idTo = end;
          }
        }
        case 'o' -> {
          text |= filled(json, value, end) && members.named("output_ids");
          // The flat shape of an SGLang error body: the frame itself is the error.
          if (members.named("object") && members.is("\"error\"")) {
            errorFrom = from;
            errorTo = to;
          }
        }
        default -> {}
      }
    }
    this.end = JsonBytes.skipSpace(json, members.to(), to) + 1;
    cursor = choicesFrom + 1;
  }

  /** Whether a text or an array has something in it. */
  private static boolean filled(byte[] json, int value, int end) {
    return end - value > 2 && (json[value] == '"' || json[value] == '[');
  }

  /** Whether the choice last read is the only one. */
  boolean single(byte[] json) {
    return choiceFrom == JsonBytes.skipSpace(json, choicesFrom + 1, choicesTo)
        && JsonBytes.skipSpace(json, choiceTo, choicesTo) == choicesTo - 1;
  }

  /** Refuses what stands behind a whole answer. */
  static void nothingBehind(byte[] json, int end) throws ParseFailure {
    if (JsonBytes.skipSpace(json, end, json.length) != json.length) {
      throw ParseFailure.notJson();
    }
  }

  /** Goes to the next choice; false when there is none left. */
  boolean nextChoice(byte[] json) throws MalformedJson, ParseFailure {
    if (choicesFrom < 0) {
      return false;
    }
    int at = JsonBytes.skipSpace(json, cursor, choicesTo);
    if (at < choicesTo && json[at] == ',') {
      at = JsonBytes.skipSpace(json, at + 1, choicesTo);
    }
    if (at >= choicesTo || json[at] == ']') {
      return false;
    }
    if (json[at] != '{') {
      throw new ParseFailure(Kind.NOT_JSON, "a choice is no object");
    }
    choiceFrom = at;
    choiceTo = JsonCursor.endOfValue(json, at, choicesTo);
    cursor = choiceTo;
    return true;
  }
}
