package io.stepgate.json;

/**
 * Walks over the members of one object of a backend's frame. It finds names and the borders of
 * values, as {@link JsonBytes} does, and judges neither. Reused: a walk allocates nothing.
 */
public final class JsonCursor {
  private static final int OVER = -1;

  private byte[] json;
  private int end;
  private int at;
  private int nameFrom;
  private int nameTo;
  private int from;
  private int to;

  /** Goes into the object that begins at or behind {@code start}, in front of its first member. */
  public void enter(byte[] text, int start, int limit) throws MalformedJson {
    enter('{', text, start, limit);
  }

  /** Goes into an array, in front of its first value. */
  public void enterArray(byte[] text, int start, int limit) throws MalformedJson {
    enter('[', text, start, limit);
  }

  private void enter(char bracket, byte[] text, int start, int limit) throws MalformedJson {
    int open = JsonBytes.skipSpace(text, start, limit);
    if (open >= limit || text[open] != bracket) {
      throw malformed();
    }
    json = text;
    end = limit;
    at = open + 1;
    to = at;
  }

  /** Goes to the next member; false where the object is over. */
  public boolean next() throws MalformedJson {
    if (at == OVER) {
      return false;
    }
    int quote = JsonBytes.skipSpace(json, at, end);
    if (quote < end && json[quote] == '}') {
      at = OVER;
      return false;
    }
    if (quote >= end || json[quote] != '"') {
      throw malformed();
    }
    nameFrom = quote + 1;
    nameTo = found(JsonBytes.closingQuote(json, nameFrom, end));
    int colon = JsonBytes.skipSpace(json, nameTo + 1, end);
    if (colon >= end || json[colon] != ':') {
      throw malformed();
    }
    value(colon + 1, '}');
    return true;
  }

  /** Goes to the array's next value; false where the array is over. */
  public boolean item() throws MalformedJson {
    if (at == OVER) {
      return false;
    }
    int first = JsonBytes.skipSpace(json, at, end);
    if (at == to && first < end && json[first] == ']') {
      at = OVER;
      return false;
    }
    value(at, ']');
    return true;
  }

  private void value(int start, char bracket) throws MalformedJson {
    from = JsonBytes.skipSpace(json, start, end);
    to = endOfValue(json, from, end);
    int behind = JsonBytes.skipSpace(json, to, end);
    if (behind >= end || json[behind] != ',' && json[behind] != bracket) {
      throw malformed();
    }
    at = json[behind] == ',' ? behind + 1 : OVER;
  }

  /** Goes to the next member of that name; false where there is none and the object is over. */
  public boolean find(String word) throws MalformedJson {
    while (next()) {
      if (named(word)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the member's name is {@code word}, which is ASCII, in plain letters. */
  public boolean named(String word) {
    return JsonBytes.spells(json, nameFrom, nameTo, word);
  }

  /** The first byte of the member's name; its closing quote, where it has none. */
  public byte nameFirst() {
    return json[nameFrom];
  }

  /** The place of the member's opening quote. */
  public int member() {
    return nameFrom - 1;
  }

  /** The first byte of the member's value. */
  public byte first() {
    return json[from];
  }

  /** Where the member's value begins. */
  public int from() {
    return from;
  }

  /** Behind the value; behind the opening bracket, where none was taken yet. */
  public int to() {
    return to;
  }

  /** Whether the member's value is {@code word}, which is ASCII. */
  public boolean is(String word) {
    return JsonBytes.spells(json, from, to, word);
  }

  /** The position behind the value that begins at {@code start}. */
  public static int endOfValue(byte[] json, int start, int limit) throws MalformedJson {
    return found(JsonBytes.endOfValue(json, start, limit));
  }

  private static int found(int position) throws MalformedJson {
    if (position == JsonBytes.BROKEN) {
      throw malformed();
    }
    return position;
  }

  private static MalformedJson malformed() {
    return new MalformedJson("the text is not JSON");
  }
}
