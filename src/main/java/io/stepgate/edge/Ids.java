package io.stepgate.edge;

import io.stepgate.openai.Rid;
import java.util.concurrent.ThreadLocalRandom;

/** The names of a request: one for the client and the logs, one for each try at a backend. */
final class Ids {
  private static final int LONGEST = 128;

  private Ids() {}

  /** The first of the client's own ids that is 1 to 128 visible ASCII characters, or a new one. */
  static String requestId(String... offered) {
    for (String id : offered) {
      if (id != null && acceptable(id)) {
        return id;
      }
    }
    return hex();
  }

  /**
   * A name for one try: always 32 hexadecimal digits, since SGLang aborts by prefix and a shorter
   * name could hit others.
   *
   * @param process what all names of this process have in common
   */
  static String rid(int process) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return Rid.of(random.nextLong(), random.nextInt(), process);
  }

  private static boolean acceptable(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) <= ' ' || id.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String hex() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder digits = new StringBuilder(32);
    for (int half = 0; half < 2; half++) {
      long bits = random.nextLong();
      for (int shift = 60; shift >= 0; shift -= 4) {
        digits.append(Character.forDigit((int) (bits >>> shift) & 0xF, 16));
      }
    }
    return digits.toString();
  }
}
