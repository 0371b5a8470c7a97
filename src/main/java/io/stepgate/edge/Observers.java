package io.stepgate.edge;

import io.quarkus.arc.All;
import io.vertx.core.MultiMap;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** All observers as one: each gets every announcement, whatever another one throws. */
@Singleton
public class Observers {
  private static final Logger LOG = Logger.getLogger(Observers.class);

  private final List<ExchangeObserver> all;
  private final TraceHeaders trace;
  private final LongAdder failures = new LongAdder();

  @Inject
  Observers(@All List<ExchangeObserver> all, Instance<TraceHeaders> trace) {
    this(all, trace.isResolvable() ? trace.get() : (exchange, client) -> client);
  }

  Observers(List<ExchangeObserver> all, TraceHeaders trace) {
    this.all = all;
    this.trace = trace;
  }

  /** How often an observer has thrown. */
  public long failures() {
    return failures.sum();
  }

  void arrived(ExchangeFacts exchange) {
    tell(observer -> observer.arrived(exchange));
  }

  void asked(ExchangeFacts exchange) {
    tell(observer -> observer.asked(exchange));
  }

  void leased(ExchangeFacts exchange) {
    tell(observer -> observer.leased(exchange));
  }

  /** The headers of a try that was announced as leased. */
  MultiMap headers(ExchangeFacts exchange, MultiMap client) {
    try {
      return trace.forBackend(exchange, client);
    } catch (RuntimeException | Error broken) {
      failed(broken);
      return client;
    }
  }

  void failed(ExchangeFacts exchange, Outcome outcome, long nanos) {
    tell(observer -> observer.failed(exchange, outcome, nanos));
  }

  void pieces(ExchangeFacts exchange, long nanos) {
    exchange.told(nanos);
    for (int i = 0; i < all.size(); i++) {
      try {
        all.get(i).pieces(exchange, nanos);
      } catch (RuntimeException | Error broken) {
        failed(broken);
      }
    }
  }

  void finished(ExchangeFacts exchange, Outcome outcome, long nanos) {
    tell(observer -> observer.finished(exchange, outcome, nanos));
  }

  private void tell(Consumer<ExchangeObserver> announcement) {
    for (ExchangeObserver observer : all) {
      try {
        announcement.accept(observer);
      } catch (RuntimeException | Error broken) {
        failed(broken);
      }
    }
  }

  private void failed(Throwable broken) {
    failures.increment();
    LOG.debug("an observer failed", broken);
  }
}
