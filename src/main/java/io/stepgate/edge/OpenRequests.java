package io.stepgate.edge;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
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
 * The requests that are not over. Those that are still open when the time of a gateway that stops
 * is nearly over are ended by an error: once it is over Quarkus closes their connections, and asks
 * nobody before. Shared by the event loops.
 */
@Singleton
class OpenRequests {
  /** What is left of the time for clients to take their last bytes, at most. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Duration delay;
  private final Optional<Duration> timeout;
  private final ConcurrentMap<Exchange, Context> open = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  OpenRequests(
      Vertx vertx,
      @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay,
      @ConfigProperty(name = "quarkus.shutdown.timeout") Optional<Duration> timeout) {
    this.vertx = vertx;
    this.delay = delay.orElse(Duration.ZERO);
    this.timeout = timeout;
  }

  /** An exchange begins; to be called on its own context. */
  void add(Exchange exchange) {
    Context context = vertx.getOrCreateContext();
    open.put(exchange, context);
    if (stopping) {
      stop(exchange, context);
    }
  }

  /** An exchange is over. */
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
    open.forEach(OpenRequests::stop);
  }

  private static void stop(Exchange exchange, Context context) {
    context.runOnContext(there -> exchange.cancellation().stop());
  }
}
