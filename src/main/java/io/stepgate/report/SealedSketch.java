package io.stepgate.report;

import java.util.Arrays;

/**
 * A {@link LatencySketch} that takes no more values, packed: for each bin that holds any, the step
 * from the bin before and the count, seven bits a byte. A few bytes a bin, where the open sketch
 * has eight for each bin there could be. Immutable.
 */
final class SealedSketch {
  /** What one costs beside its bins: three objects and the moments. */
  static final int FIXED_BYTES = 112;

  /** Takes a bin: a value in it and how often one was entered. */
  interface Bins {
    void accept(long value, long count);
  }

  private final byte[] packed;
  private final Moments moments;

  private SealedSketch(byte[] packed, Moments moments) {
    this.packed = packed;
    this.moments = moments;
  }

  /** Not to be changed. */
  Moments moments() {
    return moments;
  }

  int bytes() {
    return FIXED_BYTES + packed.length;
  }

  void forEachBin(Bins bins) {
    long value = 0;
    int at = 0;
    while (at < packed.length) {
      long step = 0;
      int shift = 0;
      byte next;
      do {
        next = packed[at++];
        step |= (next & 0x7FL) << shift;
        shift += 7;
      } while (next < 0);
      value += step;
      long count = 0;
      shift = 0;
      do {
        next = packed[at++];
        count |= (next & 0x7FL) << shift;
        shift += 7;
      } while (next < 0);
      bins.accept(value, count);
    }
  }

  /** Packs bins given in ascending order. */
  static final class Writer {
    private byte[] packed = new byte[64];
    private int size;
    private long last;

    void add(long value, long count) {
      put(value - last);
      put(count);
      last = value;
    }

    SealedSketch seal(Moments moments) {
      return new SealedSketch(Arrays.copyOf(packed, size), moments);
    }

    private void put(long number) {
      if (size + 10 > packed.length) {
        packed = Arrays.copyOf(packed, packed.length * 2);
      }
      long rest = number;
      while (rest > 0x7F) {
        packed[size++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      packed[size++] = (byte) rest;
    }
  }
}
