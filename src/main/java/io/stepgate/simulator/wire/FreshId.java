package io.stepgate.simulator.wire;

import java.util.concurrent.ThreadLocalRandom;

/** Makes ids of the lengths that SGLang's have. */
public final class FreshId {
  private FreshId() {}

  /** 32 hex digits, which is also the response's id. */
  public static String rid() {
    return hex() + hex();
  }

  public static String callId() {
    return "call_" + rid().substring(0, 24);
  }

  private static String hex() {
    return String.format("%016x", ThreadLocalRandom.current().nextLong());
  }
}
