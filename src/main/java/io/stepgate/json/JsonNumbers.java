package io.stepgate.json;

/** Reads numbers where they stand. */
public final class JsonNumbers {
  /** What is no count: it has a sign, a fraction or an exponent, or is no number. */
  public static final long NONE = -1;

  /** A count that is higher than whoever reads it takes. */
  public static final long OVER = -2;

  private JsonNumbers() {}

  /**
   * The count that stands at {@code [from, to)}, which is digits and nothing else; {@link #NONE} or
   * {@link #OVER} for anything that cannot be told.
   *
   * @param most the highest that is taken, below a tenth of what a long holds
   */
  public static long count(byte[] json, int from, int to, long most) {
    if (from >= to) {
      return NONE;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = json[i] - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      if (value <= most) {
        value = value * 10 + digit;
      }
    }
    return value > most ? OVER : value;
  }
}
