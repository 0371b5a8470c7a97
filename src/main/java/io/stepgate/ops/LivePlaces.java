package io.stepgate.ops;

import java.util.HashMap;
import java.util.Map;

/**
 * The places for open pages: so many in all, and not all of them for one address, so that a single
 * reader cannot keep the others out. Used by every event loop.
 */
final class LivePlaces {
  static final int MOST = 64;
  static final int MOST_OF_ONE = 16;

  private static final int NETWORK_GROUPS = 4;

  private final Map<String, Integer> byAddress = new HashMap<>();
  private int taken;

  /** False when there is none left. */
  synchronized boolean take(String address) {
    String reader = reader(address);
    int own = byAddress.getOrDefault(reader, 0);
    if (taken == MOST || own == MOST_OF_ONE) {
      return false;
    }
    byAddress.put(reader, own + 1);
    taken++;
    return true;
  }

  synchronized void giveBack(String address) {
    byAddress.computeIfPresent(
        reader(address),
        (reader, own) -> {
          taken--;
          return own == 1 ? null : own - 1;
        });
  }

  synchronized int taken() {
    return taken;
  }

  /** Of an IPv6 address the network of 64 bits: whoever has one of its addresses has them all. */
  private static String reader(String address) {
    int end = -1;
    for (int group = 0; group < NETWORK_GROUPS; group++) {
      end = address.indexOf(':', end + 1);
      if (end < 0) {
        return address;
      }
    }
    return address.substring(0, end);
  }
}
