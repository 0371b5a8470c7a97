package io.stepgate.ops;

import java.util.function.DoubleConsumer;
import java.util.function.Supplier;

/** The rhythm of one stream. Written on the stream's event loop alone. */
final class Pace {
  private static final double NANOS = 1e9;

  private DoubleConsumer gaps;
  private long firstNanos;
  private long lastNanos;
  private long frames;

  /**
   * The client was told something.
   *
   * @param told frames with text so far; several that came in one read share one moment, so all but
   *     the first of them have no gap
   * @param family takes gaps in seconds; asked for at the first gap
   */
  void pieces(long told, long nanos, Supplier<DoubleConsumer> family) {
    if (told == frames) {
      return;
    }
    if (frames == 0) {
      firstNanos = nanos;
    } else {
      gap((nanos - lastNanos) / NANOS, family);
    }
    for (long more = frames + 1; more < told; more++) {
      gap(0, family);
    }
    frames = told;
    lastNanos = nanos;
  }

  private void gap(double seconds, Supplier<DoubleConsumer> family) {
    if (gaps == null) {
      gaps = family.get();
    }
    gaps.accept(seconds);
  }

  boolean begun() {
    return frames > 0;
  }

  long firstNanos() {
    return firstNanos;
  }
}
