package io.stepgate.routing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.admission.AdmittedCallers;
import io.stepgate.routing.policy.RouteRequest;
import io.stepgate.routing.policy.Workload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pool, its probes and the control calls against real servers. */
@QuarkusTest
class BackendPoolTest {
  @Inject Vertx vertx;
  @Inject ObjectMapper json;

  private final Configs configs = Configs.of("routing.probe-interval", "100ms");
  private TestBackend first;
  private TestBackend second;
  private BackendPool pool;
  private BackendProbes probes;

  @BeforeEach
  void startPool() throws IOException {
    first = TestBackend.serving("step", "shared");
    second = TestBackend.serving("shared", "other");
    pool = TestBackend.pool(List.of(first.spec("a"), second.spec("b")), TestBackend.NO_EJECTION);
    probes = new BackendProbes(configs.routing(), vertx, json);
    probes.start(new StartupEvent(), pool);
  }

  @AfterEach
  void stopPool() {
    probes.stop(new ShutdownEvent());
    first.close();
    second.close();
  }

  @Test
  void serversUpStartedAllBecomeReadyAndTheirModelsUnite() {
    await().until(() -> ready("a") && ready("b"));

    assertEquals(
        List.of("step", "shared", "other"), pool.models().stream().map(ServedModel::id).toList());
    assertTrue(pool.anyReady());
  }

  @Test
  void serverGoneLeaseRefusedOtherIsUsedAndNobodyLeftIsNotReady() throws NoBackend {
    await().until(() -> ready("a") && ready("b"));
    BackendSelector selector = new BackendSelector(pool, configs.routing(), configs.models());
    first.close();

    Lease lease =
        selector.lease(
            AdmittedCallers.anonymous(), new RouteRequest("step", Workload.GENERATION, Set.of()));
    lease.close(Lease.Outcome.REFUSED);

    assertFalse(ready("a"));
    assertEquals(
        "b",
        selector
            .lease(
                AdmittedCallers.anonymous(),
                new RouteRequest("shared", Workload.GENERATION, Set.of()))
            .backend());
    second.close();
    await().until(() -> !pool.anyReady());
    assertEquals(List.of(), pool.models());
  }

  @Test
  void controlCallSentToAllEachAnswersOrZero() {
    second.on("/flush_cache", 400, "busy");
    BackendControl control = new BackendControl(pool, vertx);

    assertEquals(
        List.of(new ControlAnswer("a", 200), new ControlAnswer("b", 400)),
        join(control.flushEverywhere()));
    first.close();
    assertEquals(
        List.of(new ControlAnswer("a", 0), new ControlAnswer("b", 200)),
        join(control.abortEverywhere("{\"abort_all\":true}")));
    assertTrue(
        second.asked().stream().anyMatch(asked -> asked.body().equals("{\"abort_all\":true}")));
  }

  @Test
  void leasedRequestAbortedReachesItsBackendAlone() throws NoBackend {
    await().until(() -> ready("a") && ready("b"));
    BackendSelector selector = new BackendSelector(pool, configs.routing(), configs.models());
    Lease lease =
        selector.lease(
            AdmittedCallers.anonymous(), new RouteRequest("step", Workload.GENERATION, Set.of()));

    new BackendControl(pool, vertx).abort(lease, List.of("0123456789abcdef"));

    await().until(() -> bodies(first).contains("{\"rid\":\"0123456789abcdef\"}"));
    assertFalse(bodies(second).contains("{\"rid\":\"0123456789abcdef\"}"));
  }

  @Test
  void noBackendControlCallSentGivesAnEmptyList() {
    BackendControl control =
        new BackendControl(TestBackend.pool(List.of(), TestBackend.NO_EJECTION), vertx);

    assertEquals(List.of(), join(control.flushEverywhere()));
  }

  private boolean ready(String name) {
    return pool.snapshot().stream()
        .anyMatch(seen -> seen.name().equals(name) && seen.state() == BackendState.READY);
  }

  private static List<String> bodies(TestBackend backend) {
    return backend.asked().stream().map(TestBackend.Asked::body).toList();
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
