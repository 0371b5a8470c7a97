package io.stepgate.parse;

import io.stepgate.json.JsonBytes;
import io.stepgate.parse.ParseFailure.Kind;

/** The steps of walking through a JSON object's members by byte position. */
final class Members {
  static final int NONE = -1;

  private Members() {}

  /**
   * The position behind the opening bracket of a container that begins at or after {@code from}.
   */
  static int open(byte[] json, int from, int to, char bracket) throws ParseFailure {
    int at = JsonBytes.skipSpace(json, from, to);
    if (at >= to || json[at] != bracket) {
      throw broken();
    }
    return at + 1;
  }

  /** The opening quote of the next key, or {@link #NONE} at the closing brace. */
  static int key(byte[] json, int at, int to) throws ParseFailure {
    if (at == NONE) {
      return NONE;
    }
    int quote = JsonBytes.skipSpace(json, at, to);
    if (quote < to && json[quote] == '}') {
      return NONE;
    }
    if (quote >= to || json[quote] != '"') {
      throw broken();
    }
    return quote;
  }

  /** The closing quote of the key whose opening quote stands at {@code quote}. */
  static int closingQuote(byte[] json, int quote, int to) throws ParseFailure {
    return found(JsonBytes.closingQuote(json, quote + 1, to));
  }

  /** Where the value of the key that ends at {@code quote} begins. */
  static int value(byte[] json, int quote, int to) throws ParseFailure {
    int colon = JsonBytes.skipSpace(json, quote + 1, to);
    if (colon >= to || json[colon] != ':') {
      throw broken();
    }
    int value = JsonBytes.skipSpace(json, colon + 1, to);
    if (value >= to) {
      throw broken();
    }
    return value;
  }

  /** The position behind the value at {@code value}. */
  static int end(byte[] json, int value, int to) throws ParseFailure {
    return found(JsonBytes.endOfValue(json, value, to));
  }

  /** The position of the next member, or {@link #NONE} when the container closes here. */
  static int separator(byte[] json, int end, int to, char bracket) throws ParseFailure {
    int at = JsonBytes.skipSpace(json, end, to);
    if (at < to && json[at] == ',') {
      return at + 1;
    }
    if (at < to && json[at] == bracket) {
      return NONE;
    }
    throw broken();
  }

  /** Refuses what stands behind a whole answer. */
  static void nothingBehind(byte[] json, int end) throws ParseFailure {
    if (JsonBytes.skipSpace(json, end, json.length) != json.length) {
      throw broken();
    }
  }

  private static int found(int position) throws ParseFailure {
    if (position == JsonBytes.BROKEN) {
      throw broken();
    }
    return position;
  }

  static ParseFailure broken() {
    return new ParseFailure(Kind.NOT_JSON, "the backend sent something that is not JSON");
  }
}
