package io.stepgate.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The serving benchmark's figures for live traffic, over any window back from now. Requests are
 * filed under the time slice they ended in; a window is read by merging whole slices. Thread-safe;
 * reads no clock.
 *
 * <p><b>Which traffic a report covers:</b> requests that ended in the window, as the benchmark only
 * knows finished ones. Its start is rounded down to a slice's start, so it covers up to one slice
 * more than was asked. Its duration is the time it really covers, from that start, or from the
 * first request ever seen if that is later, until now: rates and counts belong together. Before the
 * first request, the duration is the window's length and all figures are 0. The two peaks are over
 * the same time, in whole seconds of the caller's clock, of finished requests: what is still in
 * flight appears when it ends.
 *
 * <p><b>How exact:</b> percentiles within 0.5 % of the exact ones, all other figures exact.
 *
 * <p><b>Memory is bounded whatever the traffic.</b> Each model beyond {@link Bounds#models} is
 * filed under {@value #OTHER}, so there are at most {@code models + 1} lanes. A lane holds at most
 * {@link Bounds#bytesPerModel} of sealed slices (when they need more, the oldest go, and with them
 * part of the longest windows; the duration says so), one open slice of four sketches, at most 170
 * KB, and 12 to 16 bytes a slice and 8 a second of the reach. With the defaults a lane is at most
 * 4.5 MB and the window 41 MB; one model at 2000 tokens a second takes about 2 MB for the whole
 * hour.
 */
public final class ReportWindow {
  /** The name that models beyond the bound go by. */
  public static final String OTHER = "other";

  /**
   * How much is kept.
   *
   * @param slice length of a time slice, whole seconds
   * @param reach the longest window that can be asked for, a multiple of the slice
   * @param models how many models are told apart: the first ones seen
   * @param bytesPerModel what one model's sealed slices may take
   */
  public record Bounds(Duration slice, Duration reach, int models, int bytesPerModel) {
    /** Five-second slices for an hour back, eight models, 4 MiB each. */
    public static final Bounds DEFAULT =
        new Bounds(Duration.ofSeconds(5), Duration.ofHours(1), 8, 4 << 20);

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException a bound is not positive or does not divide as it must
     */
    public Bounds {
      if (slice.toSeconds() < 1 || !slice.equals(Duration.ofSeconds(slice.toSeconds()))) {
        throw new IllegalArgumentException("slice must be whole seconds: " + slice);
      }
      if (reach.compareTo(slice) < 0
          || reach.compareTo(Duration.ofDays(1)) > 0
          || reach.toNanos() % slice.toNanos() != 0) {
        throw new IllegalArgumentException(
            "reach must be a multiple of the slice, at most a day: " + reach);
      }
      if (models < 1 || bytesPerModel < 1) {
        throw new IllegalArgumentException(
            "models and bytesPerModel must be positive: " + models + ", " + bytesPerModel);
      }
    }

    int slices() {
      // One more: a window that begins inside a slice ends inside another.
      return Math.toIntExact(reach.dividedBy(slice)) + 1;
    }

    int seconds() {
      return Math.toIntExact(reach.plus(slice).toSeconds()) + 1;
    }
  }

  private final Bounds bounds;
  private final Map<String, ModelLane> lanes = new ConcurrentHashMap<>();

  /** A window of the default bounds. */
  public ReportWindow() {
    this(Bounds.DEFAULT);
  }

  /** A window of other bounds. */
  public ReportWindow(Bounds bounds) {
    this.bounds = bounds;
  }

  /** Files a finished request under the slice it ended in; safe from any thread. */
  public void record(RequestSample sample) {
    lane(sample.model()).record(sample);
  }

  /** The longest window that can be asked for; a longer one is answered as this. */
  public Duration reach() {
    return bounds.reach();
  }

  /** The names that reports can be asked for, in alphabetical order. */
  public List<String> models() {
    return lanes.keySet().stream().sorted().toList();
  }

  /** Whether a model that comes now is filed under {@value #OTHER}. */
  public boolean full() {
    return lanes.size() - (lanes.containsKey(OTHER) ? 1 : 0) >= bounds.models();
  }

  /**
   * All models together.
   *
   * @param window how far back, longer than 0
   * @param nowNanos on the clock of the samples
   * @throws IllegalArgumentException the window is not longer than 0
   */
  public ServingReport report(Duration window, long nowNanos) {
    return report(lanes.values(), window, nowNanos);
  }

  /**
   * One model.
   *
   * @param model one of {@link #models}
   * @param window how far back, longer than 0
   * @param nowNanos on the clock of the samples
   * @throws IllegalArgumentException the window is not longer than 0
   * @throws NoSuchElementException nothing was ever recorded under this name
   */
  public ServingReport report(String model, Duration window, long nowNanos) {
    ModelLane lane = lanes.get(Objects.requireNonNull(model, "model"));
    if (lane == null) {
      throw new NoSuchElementException("no request of this model was recorded: " + model);
    }
    return report(List.of(lane), window, nowNanos);
  }

  /** Bytes of all sealed slices. */
  long sealedBytes() {
    return lanes.values().stream().mapToLong(ModelLane::bytes).sum();
  }

  private ServingReport report(Collection<ModelLane> asked, Duration window, long nowNanos) {
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window must be longer than 0: " + window);
    }
    long length = (window.compareTo(reach()) < 0 ? window : reach()).toNanos();
    long slice = bounds.slice().toNanos();
    long last = Math.floorDiv(nowNanos, slice);
    // One copy: a lane that appears meanwhile must not be in one loop and out of another.
    List<ModelLane> read = new ArrayList<>(asked);
    long first = Math.floorDiv(nowNanos - length, slice);
    long firstStart = Long.MAX_VALUE;
    for (ModelLane lane : read) {
      first = Math.max(first, lane.floor());
      firstStart = Math.min(firstStart, lane.firstStartNanos());
    }
    Tally<LatencySketch> tally = Tally.sketched();
    SecondBins seconds = new SecondBins(bounds.seconds());
    if (firstStart == Long.MAX_VALUE) {
      return tally.report(length, seconds);
    }
    for (ModelLane lane : read) {
      for (Tally.Sealed sealed : lane.slices(first, last)) {
        sealed.addTo(tally);
      }
    }
    long from = Math.max(first * slice, firstStart);
    for (ModelLane lane : read) {
      lane.addSeconds(seconds, SecondBins.second(from), SecondBins.second(nowNanos));
    }
    return tally.report(nowNanos - from, seconds);
  }

  private ModelLane lane(String model) {
    ModelLane known = lanes.get(model);
    if (known != null) {
      return known;
    }
    // Two threads may bring the last two names that fit; the lock lets one of them in.
    synchronized (lanes) {
      boolean fits = lanes.containsKey(model) || !full();
      return lanes.computeIfAbsent(fits ? model : OTHER, name -> newLane());
    }
  }

  private ModelLane newLane() {
    return new ModelLane(
        bounds.slice().toNanos(), bounds.slices(), bounds.seconds(), bounds.bytesPerModel());
  }
}
