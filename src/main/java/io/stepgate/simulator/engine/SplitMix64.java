package io.stepgate.simulator.engine;

/** The finalizer of the SplitMix64 generator. */
public final class SplitMix64 {
  private SplitMix64() {}

  /** A number that depends on every bit of {@code key}. */
  public static long mix(long key) {
    long mixed = (key ^ (key >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
