package io.stepgate.json;

/**
 * Steps over JSON in a byte array without building anything. Every method takes the end of the text
 * and answers {@link #BROKEN} when the text stops or makes no sense before the value is over.
 *
 * <p>It finds the borders of values and does not judge their insides (a number is whatever stands
 * between two separators): requests are validated by a real parser, and of a backend's frames only
 * the few values that are read must be right.
 */
public final class JsonBytes {
  public static final int BROKEN = -1;

  private JsonBytes() {}

  /** The first position from {@code at} that is no JSON white space. */
  public static int skipSpace(byte[] json, int at, int end) {
    int i = at;
    while (i < end && (json[i] == ' ' || json[i] == '\n' || json[i] == '\r' || json[i] == '\t')) {
      i++;
    }
    return i;
  }

  /**
   * The position of the closing quote.
   *
   * @param at the position behind the opening quote
   */
  public static int closingQuote(byte[] json, int at, int end) {
    for (int i = at; i < end; i++) {
      byte b = json[i];
      if (b == '"') {
        return i;
      }
      if (b == '\\') {
        i++;
      }
    }
    return BROKEN;
  }

  /** The position behind the value that begins at {@code at}. */
  public static int endOfValue(byte[] json, int at, int end) {
    if (at >= end) {
      return BROKEN;
    }
    return switch (json[at]) {
      case '"' -> {
        int quote = closingQuote(json, at + 1, end);
        yield quote == BROKEN ? BROKEN : quote + 1;
      }
      case '{', '[' -> endOfContainer(json, at, end);
      default -> endOfScalar(json, at, end);
    };
  }

  private static int endOfContainer(byte[] json, int at, int end) {
    int depth = 0;
    for (int i = at; i < end; i++) {
      switch (json[i]) {
        case '"' -> {
          i = closingQuote(json, i + 1, end);
          if (i == BROKEN) {
            return BROKEN;
          }
        }
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (--depth == 0) {
            return i + 1;
          }
        }
        default -> {}
      }
    }
    return BROKEN;
  }

  private static int endOfScalar(byte[] json, int at, int end) {
    int i = at;
    while (i < end) {
      byte b = json[i];
      if (b == ',' || b == '}' || b == ']' || b == ' ' || b == '\n' || b == '\r' || b == '\t') {
        break;
      }
      i++;
    }
    return i == at ? BROKEN : i;
  }

  /** Whether the bytes {@code [from, to)} spell {@code word}, which is ASCII. */
  public static boolean spells(byte[] json, int from, int to, String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (json[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
