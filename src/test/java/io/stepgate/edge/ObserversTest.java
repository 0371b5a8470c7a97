package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an observer throws is counted, and reaches neither the request nor the others. */
class ObserversTest {
  private static final MultiMap CLIENT = MultiMap.caseInsensitiveMultiMap().set("a", "1");

  @Test
  void headers_areThoseOfTheBean() {
    MultiMap own = MultiMap.caseInsensitiveMultiMap();
    Observers observers = new Observers(List.of(), (exchange, client) -> own);

    assertSame(own, observers.headers(null, CLIENT));
  }

  @Test
  void headers_ofABeanThatFails_areTheClients() {
    Observers observers =
        new Observers(
            List.of(),
            (exchange, client) -> {
              throw new IllegalStateException();
            });

    assertSame(CLIENT, observers.headers(null, CLIENT));
    assertEquals(1, observers.failures());
  }

  @Test
  void fault_ofOneObserver_reachesNobodyElse() {
    ExchangeObserver broken =
        new ExchangeObserver() {
          @Override
          public void arrived(ExchangeFacts exchange) {
            throw new StackOverflowError();
          }
        };
    Observers observers = new Observers(List.of(broken), (exchange, client) -> client);

    observers.arrived(null);

    assertEquals(1, observers.failures());
  }

  @Test
  void failedTry_isAnnouncedToAll_whateverOneThrows() {
    List<Outcome> told = new ArrayList<>();
    ExchangeObserver broken =
        new ExchangeObserver() {
          @Override
          public void failed(ExchangeFacts exchange, Outcome outcome, long nanos) {
            throw new IllegalStateException();
          }
        };
    ExchangeObserver listening =
        new ExchangeObserver() {
          @Override
          public void failed(ExchangeFacts exchange, Outcome outcome, long nanos) {
            told.add(outcome);
          }
        };
    Observers observers = new Observers(List.of(broken, listening), (exchange, client) -> client);

    observers.failed(null, Outcome.TIMEOUT, 1);

    assertEquals(List.of(Outcome.TIMEOUT), told);
    assertEquals(1, observers.failures());
  }
}
