package io.stepgate.edge;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The streams whose clients have a part of them. Those that are still open when the time of a
 * gateway that stops is nearly over are told so: once it is over Quarkus closes their connections,
 * and asks nobody before. Shared by the event loops.
 */
@Singleton
class OpenStreams {
  static final ApiError STOPPING =
      ApiError.of(ErrorType.OVERLOADED, "the gateway was stopped before the answer was whole");

  /** What is left of the time for clients to take their last bytes, at most. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Duration delay;
  private final Optional<Duration> timeout;
  private final ConcurrentMap<Exchange, Stream> open = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  OpenStreams(
      Vertx vertx,
      @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay,
      @ConfigProperty(name = "quarkus.shutdown.timeout") Optional<Duration> timeout) {
    this.vertx = vertx;
    this.delay = delay.orElse(Duration.ZERO);
    this.timeout = timeout;
  }

  private record Stream(Context context, Runnable breakOff) {
    void stop() {
      context.runOnContext(there -> breakOff.run());
    }
  }

  /**
   * @param breakOff ends the stream with {@link #STOPPING}; run on the context of this call
   */
  void add(Exchange exchange, Runnable breakOff) {
    Stream stream = new Stream(vertx.getOrCreateContext(), breakOff);
    open.put(exchange, stream);
    if (stopping) {
      stream.stop();
    }
  }

  /** An exchange is over, whether it ever was a stream or not. */
  void remove(Exchange exchange) {
    open.remove(exchange);
  }

  /** The delay begins, and after it the time in which requests may end by themselves. */
  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    if (timeout.isPresent()) {
      Duration quarter = timeout.get().dividedBy(4);
      Duration farewell = quarter.compareTo(FAREWELL) < 0 ? quarter : FAREWELL;
      Duration left = delay.plus(timeout.get()).minus(farewell);
      vertx.setTimer(Math.max(1, left.toMillis()), over -> breakOff());
    }
  }

  private void breakOff() {
    stopping = true;
    open.values().forEach(Stream::stop);
  }
}
