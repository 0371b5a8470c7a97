package io.stepgate.ops;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Tells every open page what is now, at once and then at each beat. An event is made once for all
 * who look at the same window, on a worker: merging a long window must not hold up a stream. While
 * nobody looks, nothing runs. Its state lives on one loop.
 */
@Singleton
class LiveFeed {
  private static final Logger LOG = Logger.getLogger(LiveFeed.class);
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long NONE = -1;

  private final Vertx vertx;
  private final Duration interval;
  private final Function<Collection<Duration>, Map<Duration, Buffer>> maker;
  private final Context loop;
  private final LivePlaces places = new LivePlaces();
  private final Set<LiveListener> listeners = new LinkedHashSet<>();
  private final Map<Duration, Buffer> latest = new HashMap<>();
  private volatile long beat = NONE;
  private volatile boolean stopping;
  private boolean making;

  @Inject
  LiveFeed(Vertx vertx, OpsConfig config, LiveEvent event) {
    this(vertx, config.liveInterval(), event::now);
  }

  /**
   * @param maker the events of one moment, one for each window
   */
  LiveFeed(
      Vertx vertx, Duration interval, Function<Collection<Duration>, Map<Duration, Buffer>> maker) {
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new ConfigurationException(
          "stepgate.ops.live-interval=%dms: allowed is a duration from %dms to %ds, like 1s"
              .formatted(interval.toMillis(), SHORTEST.toMillis(), LONGEST.toSeconds()));
    }
    this.vertx = vertx;
    this.interval = interval;
    this.maker = maker;
    loop = vertx.getOrCreateContext();
  }

  /** How many events in a row a page may miss before it is let go. */
  int patience() {
    return (int) Math.max(1, PATIENCE.dividedBy(interval));
  }

  /** Takes a page in; false when there are too many, or the gateway stops. */
  boolean join(LiveListener listener) {
    if (stopping || !places.take(listener.address())) {
      return false;
    }
    loop.runOnContext(later -> joined(listener));
    return true;
  }

  /** The page is gone. */
  void leave(LiveListener listener) {
    loop.runOnContext(later -> left(listener));
  }

  /** How many pages are open. */
  int open() {
    return places.taken();
  }

  /** Whether anything happens at all. */
  boolean running() {
    return beat != NONE;
  }

  /** A stream without end must not be waited for. */
  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
    loop.runOnContext(later -> listeners.forEach(LiveListener::end));
  }

  private void joined(LiveListener listener) {
    listeners.add(listener);
    if (beat == NONE) {
      beat = vertx.setPeriodic(interval.toMillis(), timer -> beat());
    }
    Buffer event = latest.get(listener.window());
    if (event != null) {
      listener.tell(event, this::leave);
    } else {
      make(missing());
    }
    if (stopping) {
      listener.end();
    }
  }

  private void left(LiveListener listener) {
    if (listeners.remove(listener)) {
      places.giveBack(listener.address());
    }
    if (listeners.isEmpty() && beat != NONE) {
      vertx.cancelTimer(beat);
      beat = NONE;
      latest.clear();
    }
  }

  private void beat() {
    Set<Duration> windows = windows();
    latest.keySet().retainAll(windows);
    make(windows);
  }

  /** Where the last events are still being made, the beat is left out. */
  private void make(Set<Duration> windows) {
    if (making || windows.isEmpty()) {
      return;
    }
    making = true;
    vertx
        .executeBlocking(() -> maker.apply(windows), false)
        .onComplete(
            done -> {
              making = false;
              if (done.succeeded()) {
                tell(done.result());
                make(missing());
              } else {
                LOG.error("no live event could be made", done.cause());
              }
            });
  }

  private void tell(Map<Duration, Buffer> events) {
    if (beat == NONE) {
      return;
    }
    latest.putAll(events);
    for (LiveListener listener : listeners) {
      Buffer event = events.get(listener.window());
      if (event != null) {
        listener.tell(event, this::leave);
      }
    }
  }

  private Set<Duration> windows() {
    Set<Duration> windows = new HashSet<>();
    listeners.forEach(listener -> windows.add(listener.window()));
    return windows;
  }

  /** What somebody looks at and nobody was told. */
  private Set<Duration> missing() {
    Set<Duration> missing = windows();
    missing.removeAll(latest.keySet());
    return missing;
  }
}
