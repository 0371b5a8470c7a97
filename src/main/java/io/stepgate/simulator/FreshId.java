package io.stepgate.simulator;

import java.util.concurrent.ThreadLocalRandom;

/** Makes ids of the lengths that SGLang's have. */
final class FreshId {
  private FreshId() {}

  /** 32 hex digits, which is also the response's id. */
  static String rid() {
    return hex() + hex();
  }

  static String callId() {
    return "call_" + rid().substring(0, 24);
  }

  private static String hex() {
    return String.format("%016x", ThreadLocalRandom.current().nextLong());
  }
}
