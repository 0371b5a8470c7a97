package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of the backends of a pool when others are wanted. */
class ReconcileTest {
  private final List<String> events = new ArrayList<>();
  private final BackendPool pool = new BackendPool(TestBackend.NO_EJECTION, List.of());

  @Test
  void watched_backendsWanted_join() {
    pool.reconcile(List.of(spec("a", 1)));
    watch();

    pool.reconcile(List.of(spec("a", 1), spec("b", 1)));

    assertEquals(List.of("a joined", "b joined"), events);
  }

  @Test
  void backendInUse_wantedUnchanged_isTheSame() {
    pool.reconcile(List.of(spec("a", 1)));
    Backend a = pool.backends().get(0);

    pool.reconcile(List.of(spec("b", 1), spec("a", 1)));

    assertEquals("[b, a]", pool.backends().toString());
    assertSame(a, pool.backends().get(1));
  }

  @Test
  void backendInUse_wantedWithAnotherWeight_isAnother() {
    pool.reconcile(List.of(spec("a", 1)));
    Backend a = pool.backends().get(0);

    pool.reconcile(List.of(spec("a", 2)));

    assertNotSame(a, pool.backends().get(0));
    assertEquals(2, pool.backends().get(0).weight());
  }

  @Test
  void backendInUse_notWanted_leavesWithItsLastLease() {
    pool.reconcile(List.of(spec("a", 1)));
    watch();
    Backend a = pool.backends().get(0);
    Lease first = new Lease(a, null, a.ejection().round());
    Lease last = new Lease(a, null, a.ejection().round());

    pool.reconcile(List.of());
    first.close(Lease.Outcome.SERVED);

    assertEquals(List.of(), pool.backends());
    assertEquals(List.of("a joined"), events);
    last.close(Lease.Outcome.SERVED);
    assertEquals(List.of("a joined", "a left"), events);
  }

  @Test
  void idleBackend_notWanted_leavesAtOnce() {
    pool.reconcile(List.of(spec("a", 1)));
    watch();

    pool.reconcile(List.of());

    assertEquals(List.of("a joined", "a left"), events);
  }

  @Test
  void twoSources_wantTheSameName_theFirstCounts() {
    Told first = new Told();
    Told second = new Told();
    BackendPool both = new BackendPool(TestBackend.NO_EJECTION, List.of(first, second));
    second.wanted.accept(List.of(spec("a", 2), spec("b", 2)));

    first.wanted.accept(List.of(spec("a", 1)));

    assertEquals("[a, b]", both.backends().toString());
    assertEquals(1, both.backends().get(0).weight());
    assertEquals(2, both.backends().get(1).weight());
  }

  private void watch() {
    pool.watch(one -> events.add(one + " joined"), one -> events.add(one + " left"));
  }

  private static BackendSpec spec(String name, int weight) {
    return new BackendSpec(
        name, URI.create("http://127.0.0.1:1"), null, BackendKeys.NONE, weight, null);
  }

  private static final class Told implements BackendSource {
    private Consumer<List<BackendSpec>> wanted;

    @Override
    public void start(Consumer<List<BackendSpec>> wanted) {
      this.wanted = wanted;
    }

    @Override
    public void stop() {}
  }
}
