package io.stepgate.ops;

import java.util.function.LongConsumer;

/** The rhythm of one stream. Written on the stream's event loop alone. */
final class Pace {
  private long firstNanos;
  private long lastNanos;
  private long frames;

  /**
   * The client was told something.
   *
   * @param told frames with text so far; several that came in one read share one moment, so all but
   *     the first of them have no gap
   */
  void pieces(long told, long nanos, LongConsumer gap) {
    if (told == frames) {
      return;
    }
    if (frames == 0) {
      firstNanos = nanos;
    } else {
      gap.accept(nanos - lastNanos);
    }
    for (long more = frames + 1; more < told; more++) {
      gap.accept(0);
    }
    frames = told;
    lastNanos = nanos;
  }

  boolean begun() {
    return frames > 0;
  }

  long firstNanos() {
    return firstNanos;
  }
}
