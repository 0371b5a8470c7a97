package io.stepgate.testing;

/**
 * Member names that fall into one place of the table in which Jackson's byte parser keeps names,
 * whatever the table's seed: of two groups of four bytes the hash is made before the seed is mixed
 * in, so that for any first group there is a second one that leads to the same value.
 */
public final class CollidingNames {
  /** The inverse of 33, by which Jackson multiplies, modulo 2^32. */
  private static final int INVERSE = 0x3E0F83E1;

  private static final int VALUE = 0x41424344;

  private CollidingNames() {}

  /** {@code "name":1,"name":1,…} with so many of them. */
  public static String members(int count) {
    StringBuilder json = new StringBuilder(count * 13);
    int found = 0;
    for (int first = 0x21212121; found < count; first++) {
      int mixed = first + (first >>> 15);
      mixed ^= mixed >>> 9;
      int second = (VALUE - mixed) * INVERSE;
      if (plain(first) && plain(second)) {
        json.append(found++ == 0 ? "\"" : ",\"");
        append(first, json);
        append(second, json);
        json.append("\":\"1\"");
      }
    }
    return json.toString();
  }

  private static boolean plain(int group) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      int b = group >>> shift & 0xFF;
      if (b <= ' ' || b > '~' || b == '"' || b == '\\') {
        return false;
      }
    }
    return true;
  }

  private static void append(int group, StringBuilder out) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.append((char) (group >>> shift & 0xFF));
    }
  }
}
