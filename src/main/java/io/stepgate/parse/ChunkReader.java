package io.stepgate.parse;

import io.stepgate.json.JsonBytes;
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

  private int cursor;

  /**
   * @throws ParseFailure when the text is no JSON object
   */
  void read(byte[] json, int from, int to) throws ParseFailure {
    choicesFrom = usageFrom = errorFrom = metaFrom = idFrom = -1;
    index = 0;
    text = false;
    int at = Members.open(json, from, to, '{');
    int last = at;
    while ((at = Members.key(json, at, to)) != Members.NONE) {
      int keyFrom = at + 1;
      int keyTo = Members.closingQuote(json, at, to);
      int value = Members.value(json, keyTo, to);
      int end = Members.end(json, value, to);
      switch (json[keyFrom]) {
        case 'c' -> {
          if (json[value] == '[' && JsonBytes.spells(json, keyFrom, keyTo, "choices")) {
            choicesFrom = value;
            choicesTo = end;
          }
        }
        case 'u' -> {
          if (json[value] == '{' && JsonBytes.spells(json, keyFrom, keyTo, "usage")) {
            usageFrom = value;
            usageTo = end;
          }
        }
        case 'e' -> {
          if (json[value] != 'n' && JsonBytes.spells(json, keyFrom, keyTo, "error")) {
            errorFrom = value;
            errorTo = end;
          }
        }
        case 'm' -> {
          if (json[value] == '{' && JsonBytes.spells(json, keyFrom, keyTo, "meta_info")) {
            metaFrom = value;
            metaTo = end;
          }
        }
        case 't' ->
            text |= filled(json, value, end) && JsonBytes.spells(json, keyFrom, keyTo, "text");
        case 'i' -> {
          if (JsonBytes.spells(json, keyFrom, keyTo, "index")) {
            index = (int) Math.min(Integer.MAX_VALUE, UsageReader.number(json, value, end));
          } else if (JsonBytes.spells(json, keyFrom, keyTo, "id")) {
            idFrom = value;
            idTo = end;
          }
        }
        case 'o' -> {
          text |= filled(json, value, end) && JsonBytes.spells(json, keyFrom, keyTo, "output_ids");
          // The flat shape of an SGLang error body: the frame itself is the error.
          if (JsonBytes.spells(json, keyFrom, keyTo, "object")
              && JsonBytes.spells(json, value, end, "\"error\"")) {
            errorFrom = from;
            errorTo = to;
          }
        }
        default -> {}
      }
      last = end;
      at = Members.separator(json, end, to, '}');
    }
    this.end = JsonBytes.skipSpace(json, last, to) + 1;
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

  /** Goes to the next choice; false when there is none left. */
  boolean nextChoice(byte[] json) throws ParseFailure {
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
    choiceTo = Members.end(json, at, choicesTo);
    cursor = choiceTo;
    return true;
  }
}
