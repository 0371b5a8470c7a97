package io.stepgate.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One model's part of a {@link ReportWindow}: a ring of sealed time slices, the one slice that is
 * open, and the counts by second. All under one lock, held for a request's gaps when recording and
 * for a few copies when reading.
 */
final class ModelLane {
  private final long sliceNanos;
  private final int maxBytes;
  private final Tally.Sealed[] ring;
  private final long[] numbers;
  private final SecondBins seconds;

  private Tally<LatencySketch> open;
  private long openNumber;
  private long newest;

  /** No slice before this one is held any more. */
  private long floor = Long.MIN_VALUE;

  private long firstStartNanos = Long.MAX_VALUE;
  private int bytes;

  /**
   * An empty lane.
   *
   * @param slices how many are held, the open one included
   * @param maxBytes what sealed slices may take before the oldest are dropped
   */
  ModelLane(long sliceNanos, int slices, int seconds, int maxBytes) {
    this.sliceNanos = sliceNanos;
    this.maxBytes = maxBytes;
    this.ring = new Tally.Sealed[slices];
    this.numbers = new long[slices];
    this.seconds = new SecondBins(seconds);
  }

  synchronized void record(RequestSample sample) {
    long number = Math.floorDiv(sample.endNanos(), sliceNanos);
    if (open == null) {
      newest = number;
      open(number);
    }
    newest = Math.max(newest, number);
    floor = Math.max(floor, newest - ring.length + 1);
    // Event loops finish out of order, but by moments: what is older than the ring is an error of
    // the caller's clock, and still a request that happened.
    number = Math.max(number, floor);
    if (number != openNumber) {
      seal();
      open(number);
    }
    open.add(sample);
    sample.mark(seconds, 0);
    firstStartNanos = Math.min(firstStartNanos, sample.startNanos());
  }

  /** The first start ever recorded, or {@link Long#MAX_VALUE}. */
  synchronized long firstStartNanos() {
    return firstStartNanos;
  }

  /** The oldest slice that can be held, {@link Long#MIN_VALUE} before the first recording. */
  synchronized long floor() {
    return floor;
  }

  /** Bytes of sealed slices. */
  synchronized int bytes() {
    return bytes;
  }

  /** The slices from one to another, both included; the open one as a sealed copy. */
  synchronized List<Tally.Sealed> slices(long first, long last) {
    List<Tally.Sealed> held = new ArrayList<>();
    for (int i = 0; i < ring.length; i++) {
      if (ring[i] != null && numbers[i] >= Math.max(first, floor) && numbers[i] <= last) {
        held.add(ring[i]);
      }
    }
    if (open != null && openNumber >= first && openNumber <= last) {
      held.add(Tally.Sealed.of(open));
    }
    return held;
  }

  /** Adds the seconds from one to another, both included. */
  synchronized void addSeconds(SecondBins total, long first, long last) {
    total.add(seconds, first, last);
  }

  private void open(long number) {
    open = Tally.sketched();
    openNumber = number;
    int slot = slot(number);
    if (ring[slot] != null && numbers[slot] == number) {
      ring[slot].addTo(open);
    }
    drop(slot);
  }

  private void seal() {
    int slot = slot(openNumber);
    if (openNumber >= floor) {
      drop(slot);
      ring[slot] = Tally.Sealed.of(open);
      numbers[slot] = openNumber;
      bytes += ring[slot].bytes();
    }
    while (bytes > maxBytes && floor < newest) {
      int oldest = slot(floor);
      if (ring[oldest] != null && numbers[oldest] <= floor) {
        drop(oldest);
      }
      floor++;
    }
  }

  private void drop(int slot) {
    if (ring[slot] != null) {
      bytes -= ring[slot].bytes();
      ring[slot] = null;
    }
  }

  private int slot(long number) {
    return Math.floorMod(number, ring.length);
  }
}
