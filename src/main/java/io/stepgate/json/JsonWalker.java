package io.stepgate.json;

/**
 * Walks over a body and judges it on the way: JSON as RFC 8259 has it, in UTF-8. It builds nothing
 * of what it passes: a name that a stranger chose is never hashed, kept or turned into text, so
 * that no choice of names makes it slow, and its only memory is a bit for each open bracket.
 *
 * <p>Each step begins at {@link #peek} and ends behind what it took; a step that the text does not
 * allow is an {@link MalformedJson} that says where.
 */
public final class JsonWalker {
  public static final int MOST_DEPTH = 1000;

  /** Longest number in characters; readers of big numbers take the square of their length. */
  static final int MOST_DIGITS = 1000;

  public static final int END = -1;

  private static final String NOT_JSON = "the body is not JSON";

  /** The bytes that a string is made of, but for those of its end, escapes and other scripts. */
  private static final boolean[] PLAIN = new boolean[256];

  static {
    for (int b = 0x20; b < 0x80; b++) {
      PLAIN[b] = b != '"' && b != '\\';
    }
  }

  private final byte[] json;
  private final int end;
  private final long[] objects = new long[(MOST_DEPTH >> 6) + 1];
  private int at;
  private int depth;
  private int nameFrom;
  private int nameTo;

  public JsonWalker(byte[] json, int from, int end) {
    this.json = json;
    this.at = from;
    this.end = end;
  }

  /** The first byte of what comes next, behind white space; {@link #END} behind the text. */
  public int peek() {
    at = JsonBytes.skipSpace(json, at, end);
    return at < end ? json[at] : END;
  }

  public int at() {
    return at;
  }

  /** Steps into the object or array that comes next. */
  public void enter() throws MalformedJson {
    if (depth == MOST_DEPTH) {
      throw fault("the body nests deeper than " + MOST_DEPTH + " levels", at);
    }
    boolean object = json[at] == '{';
    int word = depth >> 6;
    long bit = 1L << depth;
    objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
    depth++;
    at++;
  }

  /**
   * Steps to the value of the object's next member, or out of the object.
   *
   * @param first whether none was taken yet
   * @return false when the object is over
   */
  public boolean member(boolean first) throws MalformedJson {
    if (!item(first)) {
      return false;
    }
    name();
    return true;
  }

  /** Steps to the next value of the array, or out of it, as {@link #member} does in an object. */
  public boolean item(boolean first) throws MalformedJson {
    int next = peek();
    if (next == (inObject() ? '}' : ']')) {
      depth--;
      at++;
      return false;
    }
    if (!first) {
      expect(next, ',');
    }
    return true;
  }

  /** Where the name of the member stands that was stepped to: behind its opening quote. */
  public int nameFrom() {
    return nameFrom;
  }

  /** The closing quote of that name. */
  public int nameTo() {
    return nameTo;
  }

  /** Steps over the value that comes next, whatever it is. */
  public void value() throws MalformedJson {
    int outside = depth;
    do {
      int first = peek();
      if (first == '{' || first == '[') {
        enter();
        if (inObject() ? member(true) : item(true)) {
          continue;
        }
      } else {
        scalar(first);
      }
      while (depth > outside && !(inObject() ? member(false) : item(false))) {
        // Out of one more.
      }
    } while (depth > outside);
  }

  private boolean inObject() {
    return (objects[(depth - 1) >> 6] & 1L << (depth - 1)) != 0;
  }

  private void name() throws MalformedJson {
    if (peek() != '"') {
      throw notJson();
    }
    nameFrom = at + 1;
    string();
    nameTo = at - 1;
    expect(peek(), ':');
  }

  private void expect(int next, char wanted) throws MalformedJson {
    if (next != wanted) {
      throw notJson();
    }
    at++;
  }

  private void scalar(int first) throws MalformedJson {
    switch (first) {
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void word(String word) throws MalformedJson {
    for (int i = 0; i < word.length(); i++) {
      expect(at < end ? json[at] : END, word.charAt(i));
    }
  }

  private void number() throws MalformedJson {
    int from = at;
    if (is('-')) {
      at++;
    }
    if (is('0')) {
      at++;
    } else {
      digits();
    }
    if (is('.')) {
      at++;
      digits();
    }
    if (is('e') || is('E')) {
      at++;
      if (is('+') || is('-')) {
        at++;
      }
      digits();
    }
    if (at - from > MOST_DIGITS) {
      throw fault("the body has a number of more than " + MOST_DIGITS + " characters", from);
    }
  }

  private boolean is(char c) {
    return at < end && json[at] == c;
  }

  private void digits() throws MalformedJson {
    int from = at;
    while (at < end && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw notJson();
    }
  }

  private void string() throws MalformedJson {
    byte[] text = json;
    int stop = end;
    int i = at + 1;
    while (true) {
      while (i < stop && PLAIN[text[i] & 0xFF]) {
        i++;
      }
      int b = i < stop ? text[i] : END;
      if (b == '"') {
        at = i + 1;
        return;
      }
      int taken = b == '\\' ? escape(i) : i < stop && b < 0 ? Utf8.sequence(text, i, stop) : 0;
      if (taken == 0) {
        throw fault(i < stop && b < 0 ? "the body is not UTF-8" : NOT_JSON, i);
      }
      i += taken;
    }
  }

  /** The length of the escape that begins at {@code from}, 0 if it is none. */
  private int escape(int from) {
    int kind = from + 1 < end ? json[from + 1] : END;
    return switch (kind) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
      case 'u' -> {
        boolean hex = from + 6 <= end;
        for (int i = from + 2; hex && i < from + 6; i++) {
          hex = Character.digit(json[i], 16) >= 0;
        }
        yield hex ? 6 : 0;
      }
      default -> 0;
    };
  }

  MalformedJson notJson() {
    return fault(NOT_JSON, at);
  }

  private MalformedJson fault(String what, int where) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(where, end); i++) {
      if (json[i] == '\n') {
        line++;
        column = 1;
      } else if ((json[i] & 0xC0) != 0x80) {
        column++;
      }
    }
    return new MalformedJson(what + ": look at line " + line + ", column " + column);
  }
}
