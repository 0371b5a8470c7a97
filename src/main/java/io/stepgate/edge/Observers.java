package io.stepgate.edge;

import io.quarkus.arc.All;
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
  private final LongAdder failures = new LongAdder();

  Observers(@All List<ExchangeObserver> all) {
    this.all = all;
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

  void pieces(ExchangeFacts exchange, long nanos) {
    exchange.told(nanos);
    for (int i = 0; i < all.size(); i++) {
      try {
        all.get(i).pieces(exchange, nanos);
      } catch (RuntimeException broken) {
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
      } catch (RuntimeException broken) {
        failed(broken);
      }
    }
  }

  private void failed(RuntimeException broken) {
    failures.increment();
    LOG.debug("an observer failed", broken);
  }
}
