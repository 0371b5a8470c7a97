package io.stepgate.openai;

import io.stepgate.json.JsonBytes;

/**
 * The name that a request has at a backend: 32 hexadecimal digits, which SGLang gives back as the
 * answer's id. The last eight are the same for every request of one gateway process, so that an
 * answer can be told that belongs to another of them.
 */
public final class Rid {
  private static final int LENGTH = 32;
  private static final int OWN = 8;

  private Rid() {}

  /**
   * @param high the first 16 digits
   * @param low the next 8
   * @param process the last 8
   */
  public static String of(long high, int low, int process) {
    StringBuilder digits = new StringBuilder(LENGTH);
    for (int shift = 60; shift >= 0; shift -= 4) {
      digits.append(Character.forDigit((int) (high >>> shift) & 0xF, 16));
    }
    for (int half : new int[] {low, process}) {
      for (int shift = 28; shift >= 0; shift -= 4) {
        digits.append(Character.forDigit(half >>> shift & 0xF, 16));
      }
    }
    return digits.toString();
  }

  /**
   * Whether a JSON value is the name of another request of the process that made {@code rid}. What
   * a backend made up itself is not, nor is what it made of {@code rid}.
   */
  public static boolean namesAnother(byte[] json, int from, int to, String rid) {
    if (to - from != LENGTH + 2 || rid.length() != LENGTH || json[from] != '"') {
      return false;
    }
    return JsonBytes.spells(json, to - 1 - OWN, to - 1, rid.substring(LENGTH - OWN))
        && !JsonBytes.spells(json, from + 1, to - 1, rid);
  }
}
