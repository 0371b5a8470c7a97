package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.admission.Admitted;
import io.stepgate.admission.AdmittedCallers;
import io.stepgate.routing.Lease.Outcome;
import io.stepgate.routing.policy.RouteRequest;
import io.stepgate.routing.policy.Workload;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendSelectorTest {
  private static final ModelInfo SPLITS = new ModelInfo(Splits.YES, Splits.NO, true, true);
  private static final Set<String> NOBODY = Set.of();

  private final Admitted admitted = AdmittedCallers.anonymous();
  private final BackendPool pool =
      TestBackend.pool(
          List.of(
              new BackendSpec(
                  "a",
                  URI.create("http://a:1/x"),
                  null,
                  new BackendKeys("key-a", "key-a"),
                  1,
                  null),
              new BackendSpec("b", URI.create("http://b:1"), null, BackendKeys.NONE, 1, null)),
          TestBackend.NO_EJECTION);
  private final Backend a = pool.backends().get(0);
  private final Backend b = pool.backends().get(1);
  private final BackendSelector selector = selector(pool);

  @Test
  void noBackendLeasedSaysNoneConfigured() {
    assertEquals(
        NoBackend.Kind.NONE_CONFIGURED,
        refusal(selector(TestBackend.pool(List.of(), TestBackend.NO_EJECTION)), "step", NOBODY)
            .kind());
  }

  @Test
  void nothingReadyLeasedSaysNoneReady() {
    assertEquals(NoBackend.Kind.NONE_READY, refusal(selector, "step", NOBODY).kind());
  }

  @Test
  void readyBackendLeasedIsDescribedByTheLease() throws NoBackend {
    ready(a, "step");

    Lease lease =
        selector.lease(admitted, new RouteRequest("step:free", Workload.GENERATION, NOBODY));

    assertEquals("a", lease.backend());
    assertEquals(URI.create("http://a:1/x"), lease.origin());
    assertEquals("key-a", lease.apiKey());
    assertEquals(
        new ModelProfile("step", null, null, Splits.YES, Splits.NO, true), lease.profile());
  }

  @Test
  void noModelNamedLeasedHasTheBackendsFirst() throws NoBackend {
    ready(a, "step", "lora");

    assertEquals(
        "step",
        selector
            .lease(admitted, new RouteRequest(null, Workload.GENERATION, NOBODY))
            .profile()
            .model());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "default"})
  void noModelNamed_leasedManyTimes_isTheFirstModelOfTheFirstBackend(String model)
      throws NoBackend {
    ready(a, "one");
    ready(b, "two", "three");

    for (int i = 0; i < 50; i++) {
      Lease lease = selector.lease(admitted, new RouteRequest(model, Workload.GENERATION, NOBODY));
      assertEquals("a", lease.backend());
      assertEquals("one", lease.profile().model());
    }
  }

  @Test
  void noModelNamed_firstBackendTried_isNotAnotherModel() {
    ready(a, "one");
    ready(b, "two");

    assertEquals(NoBackend.Kind.EXHAUSTED, refusal(selector, "default", Set.of("a")).kind());
  }

  @Test
  void modelCalledDefault_leased_isThatModel() throws NoBackend {
    ready(a, "one");
    ready(b, "default");

    assertEquals(
        "b",
        selector
            .lease(admitted, new RouteRequest("default", Workload.GENERATION, NOBODY))
            .backend());
  }

  @Test
  void backendOfEmbeddings_leasedForChat_isNeverPicked() throws NoBackend {
    ready(a, "step");
    ready(b, "step");
    embeds(b);

    for (int i = 0; i < 50; i++) {
      assertEquals(
          "a",
          selector
              .lease(admitted, new RouteRequest("step", Workload.GENERATION, NOBODY))
              .backend());
    }
    assertEquals(
        "b",
        selector.lease(admitted, new RouteRequest("step", Workload.ANY, Set.of("a"))).backend());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"bge", "default"})
  void backendsOfEmbeddingsAlone_leasedForChat_saysSo(String model) {
    ready(a, "bge");
    embeds(a);

    NoBackend refusal = refusal(selector, model, NOBODY);

    assertEquals(NoBackend.Kind.UNKNOWN_MODEL, refusal.kind());
    assertEquals("the backends that serve this do not generate", refusal.getMessage());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"step", "default"})
  void bothKindsServeAModel_leasedForEmbeddings_isTheOneThatDoesNotGenerate(String model)
      throws NoBackend {
    ready(a, "step");
    ready(b, "step");
    embeds(b);

    for (int i = 0; i < 50; i++) {
      assertEquals(
          "b",
          selector.lease(admitted, new RouteRequest(model, Workload.EMBEDDING, NOBODY)).backend());
    }
  }

  @Test
  void noModelNamed_leasedForEmbeddings_isAModelForThem() throws NoBackend {
    ready(a, "step");
    ready(b, "bge");
    embeds(b);

    assertEquals(
        "bge", model(selector.lease(admitted, new RouteRequest(null, Workload.EMBEDDING, NOBODY))));
    assertEquals(
        "step",
        model(selector.lease(admitted, new RouteRequest(null, Workload.GENERATION, NOBODY))));
    assertEquals(
        "step", model(selector.lease(admitted, new RouteRequest(null, Workload.ANY, NOBODY))));
  }

  @Test
  void allThatServeAModelGenerate_leasedForEmbeddings_isOneOfThem() throws NoBackend {
    ready(a, "step");
    ready(b, "bge");
    embeds(b);

    assertEquals(
        "a",
        selector.lease(admitted, new RouteRequest("step", Workload.EMBEDDING, NOBODY)).backend());
  }

  @Test
  void allGenerate_noModelNamed_leasedForEmbeddings_isTheFirst() throws NoBackend {
    ready(a, "step");
    ready(b, "other");

    assertEquals(
        "a",
        selector.lease(admitted, new RouteRequest(null, Workload.EMBEDDING, NOBODY)).backend());
  }

  @Test
  void oneForEmbeddingsIsDown_leasedForThem_waitsForItAndGoesToNoOther() {
    ready(a, "step");
    ready(b, "step");
    embeds(b);
    b.view(view -> view.notReady(DownReason.REFUSED));

    NoBackend refusal = refusal(selector, "step", Workload.EMBEDDING, NOBODY);

    assertEquals(NoBackend.Kind.NONE_READY, refusal.kind());
  }

  @Test
  void oneForEmbeddingsWasTried_leasedForThem_isExhausted() {
    ready(a, "step");
    ready(b, "step");
    embeds(b);

    NoBackend refusal = refusal(selector, "step", Workload.EMBEDDING, Set.of("b"));

    assertEquals(NoBackend.Kind.EXHAUSTED, refusal.kind());
  }

  @Test
  void oneNotReadyLeasedManyTimesIsNeverPicked() throws NoBackend {
    ready(a, "step");
    ready(b, "step");
    b.view(view -> view.notReady(DownReason.REFUSED));

    for (int i = 0; i < 50; i++) {
      assertEquals(
          "a",
          selector
              .lease(admitted, new RouteRequest("step", Workload.GENERATION, NOBODY))
              .backend());
    }
  }

  @Test
  void differentModelsLeasedGoesWhereTheModelIs() throws NoBackend {
    ready(a, "one");
    ready(b, "two");

    assertEquals(
        "a",
        selector.lease(admitted, new RouteRequest("one", Workload.GENERATION, NOBODY)).backend());
    assertEquals(
        "b",
        selector.lease(admitted, new RouteRequest("two", Workload.GENERATION, NOBODY)).backend());
  }

  @Test
  void allListsKnownUnknownModelLeasedSaysSo() {
    ready(a, "step");

    NoBackend refusal = refusal(selector, "gpt", NOBODY);

    assertEquals(NoBackend.Kind.UNKNOWN_MODEL, refusal.kind());
    assertEquals("no backend serves the model 'gpt'", refusal.getMessage());
    assertEquals(0, refusal.getStackTrace().length);
  }

  @Test
  void veryLongModelNameLeasedIsCutInTheMessage() {
    ready(a, "step");

    assertTrue(refusal(selector, "x".repeat(10_000), NOBODY).getMessage().length() < 200);
  }

  @Test
  void modelOfABackendThatIsDownLeasedIsNotUnknown() {
    ready(a, "one");
    ready(b, "two");
    b.view(view -> view.notReady(DownReason.REFUSED));

    assertEquals(NoBackend.Kind.NONE_READY, refusal(selector, "two", NOBODY).kind());
  }

  @Test
  void triedBackendExcludedOthersAreLeasedThenExhausted() throws NoBackend {
    ready(a, "step");
    ready(b, "step");

    assertEquals(
        "b",
        selector
            .lease(admitted, new RouteRequest("step", Workload.GENERATION, Set.of("a")))
            .backend());
    assertEquals(NoBackend.Kind.EXHAUSTED, refusal(selector, "step", Set.of("a", "b")).kind());
  }

  @Test
  void overrideConfiguredLeasedCarriesItsNames() throws NoBackend {
    BackendSelector overridden =
        selector(
            pool,
            "models.\"org/step\".reasoning-parser",
            "deepseek-r1",
            "models.\"org/step\".tool-call-parser",
            "none");
    ready(a, "org/step");

    ModelProfile profile =
        overridden
            .lease(admitted, new RouteRequest("org/step:free", Workload.GENERATION, NOBODY))
            .profile();

    assertEquals("deepseek-r1", profile.reasoningParser());
    assertEquals("none", profile.toolCallParser());
    assertEquals(
        List.of(
            new ModelProfile(
                "org/step", "deepseek-r1", "none", Splits.UNKNOWN, Splits.UNKNOWN, false)),
        overridden.configuredModels());
  }

  @Test
  void overrideWithoutAToolParserLeasedLeavesItToTheDefault() throws NoBackend {
    BackendSelector overridden = selector(pool, "models.step.reasoning-parser", "qwen3");
    ready(a, "step");

    assertNull(
        overridden
            .lease(admitted, new RouteRequest(null, Workload.GENERATION, NOBODY))
            .profile()
            .toolCallParser());
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void leaseClosedTwiceCountsOnce(Outcome outcome) throws NoBackend {
    ready(a, "step");
    Lease lease = selector.lease(admitted, new RouteRequest("step", Workload.GENERATION, NOBODY));
    assertEquals(1, a.inFlight());

    lease.close(outcome);
    lease.close(Outcome.REFUSED);
    lease.close();

    assertEquals(0, a.inFlight());
    assertEquals(outcome != Outcome.REFUSED, a.view().isReady());
  }

  @Test
  void leaseRefusedBackendIsNotReadyAtOnceAndProbedSoon() throws NoBackend {
    List<String> woken = new ArrayList<>();
    a.onDoubt(() -> woken.add("a"));
    ready(a, "step");

    selector
        .lease(admitted, new RouteRequest("step", Workload.GENERATION, NOBODY))
        .close(Outcome.REFUSED);

    assertEquals(BackendState.NOT_READY, a.snapshot().state());
    assertEquals("refused a connection", a.snapshot().lastError());
    assertEquals(List.of("a"), woken);
  }

  @Test
  void manyThreadsLeasingInFlightCountsAddUpAndReturnToZero() throws Exception {
    ready(a, "step");
    ready(b, "step");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<List<Lease>>> work = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      work.add(
          () -> {
            List<Lease> kept = new ArrayList<>();
            for (int n = 0; n < 1000; n++) {
              Lease lease =
                  selector.lease(admitted, new RouteRequest("step", Workload.GENERATION, NOBODY));
              if (n % 10 == 0) {
                kept.add(lease);
              } else {
                lease.close(Outcome.SERVED);
              }
            }
            return kept;
          });
    }

    List<Lease> open = new ArrayList<>();
    for (Future<List<Lease>> done : threads.invokeAll(work)) {
      open.addAll(done.get());
    }
    threads.shutdown();

    assertEquals(800, a.inFlight() + b.inFlight());
    open.parallelStream().forEach(Lease::close);
    assertEquals(0, a.inFlight());
    assertEquals(0, b.inFlight());
  }

  private NoBackend refusal(BackendSelector from, String model, Set<String> exclude) {
    return refusal(from, model, Workload.GENERATION, exclude);
  }

  private NoBackend refusal(
      BackendSelector from, String model, Workload workload, Set<String> exclude) {
    return assertThrows(
        NoBackend.class, () -> from.lease(admitted, new RouteRequest(model, workload, exclude)));
  }

  private static String model(Lease lease) {
    return lease.profile().model();
  }

  private static void embeds(Backend backend) {
    backend.view(
        view -> view.serving(view.models(), new ModelInfo(Splits.NO, Splits.NO, false, false)));
  }

  private static void ready(Backend backend, String... ids) {
    List<ServedModel> models = List.of(ids).stream().map(id -> new ServedModel(id, "{}")).toList();
    backend.view(view -> view.ready(models, SPLITS));
  }

  private static BackendSelector selector(BackendPool pool, String... keysAndValues) {
    Configs configs = Configs.of(keysAndValues);
    return new BackendSelector(pool, configs.routing(), configs.models());
  }
}
