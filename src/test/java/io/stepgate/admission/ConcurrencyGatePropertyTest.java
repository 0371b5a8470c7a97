package io.stepgate.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.admission.ConcurrencyGate.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in whatever order: never over the maximum, and nothing leaks. */
class ConcurrencyGatePropertyTest {
  private static final int MAX_IN_FLIGHT = 3;
  private static final int MAX_QUEUE = 4;
  private static final Duration TIMEOUT = Duration.ofMillis(50);

  /** What one visitor knows about its own visit. */
  private static final class Visit implements ConcurrencyGate.Waiter {
    Turn turn;
    boolean granted;
    boolean refused;

    @Override
    public void granted(Turn now) {
      assertTrue(!granted && !refused, "told twice");
      granted = true;
    }

    @Override
    public void refused(Refusal refusal) {
      assertTrue(!granted && !refused, "told twice");
      refused = true;
    }

    boolean waiting() {
      return !granted && !refused;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void randomVisitsAnyOrderCountsAlwaysAddUp(long seed) {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock();
    ConcurrencyGate gate = new ConcurrencyGate(MAX_IN_FLIGHT, MAX_QUEUE, TIMEOUT, clock);
    List<Visit> inside = new ArrayList<>();

    for (int step = 0; step < 5000; step++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> enter(gate, inside);
        case 2, 3 -> {
          if (!inside.isEmpty()) {
            inside.remove(random.nextInt(inside.size())).turn.leave();
          }
        }
        default -> clock.pass(Duration.ofMillis(random.nextInt(20)));
      }
      inside.removeIf(visit -> visit.refused);
      long holding = inside.stream().filter(visit -> visit.granted).count();
      long waiting = inside.stream().filter(Visit::waiting).count();
      assertEquals(holding, gate.inFlight());
      assertEquals(waiting, gate.queued());
      assertEquals(waiting, clock.pending(), "one timer for each that waits");
      assertTrue(holding <= MAX_IN_FLIGHT && waiting <= MAX_QUEUE);
      assertTrue(waiting == 0 || holding == MAX_IN_FLIGHT, "waiting beside a free permit");
      assertTrue(servedInOrder(inside), "overtaken");
    }
    List.copyOf(inside).forEach(visit -> visit.turn.leave());
    assertEquals(0, gate.inFlight());
    assertEquals(0, gate.queued());
    assertEquals(0, clock.pending());
  }

  @Test
  void manyThreadsEnteringAndLeavingNeverOverTheMaximumAndAllReturned() throws Exception {
    ExecutorService timers = Executors.newSingleThreadExecutor();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    // A timer that fires at once, from another thread: the harshest race with a hand-over.
    ConcurrencyGate gate =
        new ConcurrencyGate(
            MAX_IN_FLIGHT,
            MAX_QUEUE,
            TIMEOUT,
            (delay, task) -> {
              Future<?> timer = timers.submit(task);
              return () -> timer.cancel(false);
            });
    AtomicInteger holding = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Callable<Void>> visitors = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      visitors.add(
          () -> {
            for (int n = 0; n < 2000; n++) {
              visit(gate, holding, most);
            }
            return null;
          });
    }

    for (Future<Void> done : threads.invokeAll(visitors)) {
      done.get();
    }

    threads.shutdown();
    timers.shutdown();
    assertTrue(most.get() <= MAX_IN_FLIGHT, () -> most + " held at once");
    assertEquals(0, gate.inFlight());
    assertEquals(0, gate.queued());
  }

  private static void enter(ConcurrencyGate gate, List<Visit> inside) {
    Visit visit = new Visit();
    try {
      visit.turn = gate.enter(visit);
      visit.granted = visit.turn.held();
      inside.add(visit);
    } catch (Refusal full) {
      assertEquals(Refusal.Kind.QUEUE_FULL, full.kind());
      assertEquals(MAX_QUEUE, gate.queued());
    }
  }

  /** Visits stand in the order they came: nobody behind one that waits may hold a permit. */
  private static boolean servedInOrder(List<Visit> inside) {
    boolean anyWaits = false;
    for (Visit visit : inside) {
      if (visit.waiting()) {
        anyWaits = true;
      } else if (anyWaits) {
        return false;
      }
    }
    return true;
  }

  private static void visit(ConcurrencyGate gate, AtomicInteger holding, AtomicInteger most) {
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    ConcurrencyGate.Waiter waiter =
        new ConcurrencyGate.Waiter() {
          @Override
          public void granted(Turn turn) {
            end.complete(true);
          }

          @Override
          public void refused(Refusal refusal) {
            end.complete(false);
          }
        };
    try {
      Turn turn = gate.enter(waiter);
      if (turn.held() || end.join()) {
        most.accumulateAndGet(holding.incrementAndGet(), Math::max);
        Thread.yield();
        holding.decrementAndGet();
      }
      turn.leave();
    } catch (Refusal full) {
      assertEquals(Refusal.Kind.QUEUE_FULL, full.kind());
    }
  }
}
