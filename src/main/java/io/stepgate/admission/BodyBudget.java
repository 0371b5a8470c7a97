package io.stepgate.admission;

import java.util.HashMap;
import java.util.Map;

/**
 * The bytes of all bodies that the gateway holds at a time. One sender may have half of them, so
 * that nobody fills the gateway alone; and an eighth is kept for bodies of up to 64 kB, so that
 * ordinary requests get in while large ones have to wait. Plain Java and safe for any number of
 * threads.
 */
final class BodyBudget {
  /** What a body may have without being a large one. */
  static final long SMALL = 64 * 1024;

  private final long capacity;
  private final long kept;
  private final Map<String, Long> senders = new HashMap<>();
  private long held;

  BodyBudget(long capacity) {
    this.capacity = capacity;
    kept = capacity / 8;
  }

  /** The largest body that one sender can have. */
  long largest() {
    return capacity / 2;
  }

  synchronized long held() {
    return held;
  }

  /**
   * @param size what the body then has, with these bytes
   */
  synchronized void take(String sender, long bytes, long size) throws Refusal {
    long reserve = size > SMALL ? kept : 0;
    if (held + bytes > capacity - reserve) {
      throw full("the gateway holds as many bytes of requests as it may");
    }
    long had = senders.getOrDefault(sender, 0L);
    if (had + bytes > largest() + kept - reserve) {
      throw full("the requests of this sender hold all the bytes that one sender may have");
    }
    held += bytes;
    senders.put(sender, had + bytes);
  }

  synchronized void giveBack(String sender, long bytes) {
    held -= bytes;
    // Who holds nothing is not remembered.
    senders.computeIfPresent(sender, (name, had) -> had > bytes ? had - bytes : null);
  }

  private static Refusal full(String what) {
    return new Refusal(
        Refusal.Kind.BODIES_FULL, what + ", try again later", ConcurrencyGate.RETRY_AFTER);
  }
}
