package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.stepgate.admission.Admitted;
import io.stepgate.admission.AdmittedCallers;
import io.stepgate.routing.Lease.Outcome;
import io.stepgate.routing.policy.RouteRequest;
import io.stepgate.routing.policy.Workload;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which backends the selector lends while requests to them fail. */
class OutlierEjectionTest {
  private static final Set<String> NOBODY = Set.of();
  private static final Duration FIRST = Duration.ofSeconds(5);

  private final Admitted admitted = AdmittedCallers.anonymous();
  private long now = Long.MAX_VALUE - 1000;
  private BackendPool pool = pool(3, "a", "b");
  private BackendSelector selector = selector();

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"BROKEN", "SILENT", "OVERLOADED"})
  void threeRequestsFailed_leasedManyTimes_goesToTheOther(Outcome outcome) {
    fail("a", 3, outcome);

    assertEquals(Set.of("b"), lent(50));
    assertEquals(BackendState.EJECTED, state("a"));
    assertEquals("failed 3 requests in a row", pool.snapshot().get(0).lastError());
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"DECLINED", "CANCELLED"})
  void otherEndings_manyTimesBetweenFailures_countForNothing(Outcome outcome) {
    fail("a", 2, Outcome.BROKEN);
    fail("a", 10, outcome);
    assertEquals(BackendState.READY, state("a"));

    fail("a", 1, Outcome.BROKEN);

    assertEquals(BackendState.EJECTED, state("a"));
  }

  @Test
  void requestServed_betweenFailures_theCountBeginsAnew() {
    fail("a", 2, Outcome.BROKEN);
    fail("a", 1, Outcome.SERVED);

    fail("a", 2, Outcome.BROKEN);

    assertEquals(BackendState.READY, state("a"));
  }

  @Test
  void workThatEveryServerDoes_failsManyTimes_countsForNothing() {
    for (int i = 0; i < 10; i++) {
      lease(Workload.ANY, Set.of("b")).close(Outcome.BROKEN);
    }

    assertEquals(BackendState.READY, state("a"));
  }

  @Test
  void ejectionOff_manyRequestsFail_isInTheChoice() {
    use(pool(0, "a", "b"));

    fail("a", 100, Outcome.BROKEN);

    assertEquals(BackendState.READY, state("a"));
  }

  @Test
  void onlyBackend_manyRequestsFail_isNeverEjected() {
    use(pool(3, "a"));

    fail("a", 100, Outcome.BROKEN);

    assertEquals(BackendState.READY, state("a"));
    assertEquals(Set.of("a"), lent(1));
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 1", "4, 2", "5, 2"})
  void allBackendsFailing_manyRequestsFail_halfAreEjectedAtMost(int backends, int ejected) {
    String[] names = Stream.of("a", "b", "c", "d", "e").limit(backends).toArray(String[]::new);
    use(pool(3, names));

    for (String name : names) {
      fail(name, 30, Outcome.BROKEN);
    }

    assertEquals(
        ejected,
        pool.snapshot().stream().filter(one -> one.state() == BackendState.EJECTED).count());
  }

  @Test
  void onlyBackendOfOneOfItsModels_failsInAnother_isNotEjected() {
    ready("a", "step", "own");

    fail("a", 30, Outcome.BROKEN);

    assertEquals(BackendState.READY, state("a"));
  }

  @Test
  void backendOfEmbeddings_beside_doesNotReplaceOneThatGenerates() {
    backend("b").view(seen -> seen.serving(seen.models(), info(false)));

    fail("a", 30, Outcome.BROKEN);

    assertEquals(BackendState.READY, state("a"));
  }

  @Test
  void ejected_theOtherIsNotReadyAnyMore_isInTheChoiceAgain() {
    fail("a", 3, Outcome.BROKEN);
    backend("b").view(seen -> seen.notReady(DownReason.TIMED_OUT));

    assertEquals(Set.of("a"), lent(1));

    assertEquals(BackendState.READY, state("a"));
  }

  @Test
  void ejected_everyOtherTried_isNotATryMore() {
    fail("a", 3, Outcome.BROKEN);

    NoBackend none =
        assertThrows(NoBackend.class, () -> leaseOrNone(Workload.GENERATION, Set.of("b")));

    assertEquals(NoBackend.Kind.EXHAUSTED, none.kind());
  }

  @Test
  void waitOver_requestsCome_oneOfThemIsTheTrial() {
    fail("a", 3, Outcome.BROKEN);
    now += FIRST.toNanos();

    Lease trial = lease(Workload.GENERATION, NOBODY);

    assertEquals("a", trial.backend());
    assertEquals(BackendState.EJECTED, state("a"));
    assertEquals(Set.of("b"), lent(50));
  }

  @Test
  void waitNotOver_requestsCome_noneIsATrial() {
    fail("a", 3, Outcome.BROKEN);
    now += FIRST.toNanos() - 1;

    assertEquals(Set.of("b"), lent(50));
  }

  @Test
  void trial_served_isBack() {
    fail("a", 3, Outcome.BROKEN);
    now += FIRST.toNanos();

    lease(Workload.GENERATION, NOBODY).close(Outcome.SERVED);

    assertEquals(BackendState.READY, state("a"));
    assertEquals(Set.of("a", "b"), lent(50));
  }

  @Test
  void trial_itsAnswerBegins_isBackBeforeItEnds() {
    fail("a", 3, Outcome.BROKEN);
    now += FIRST.toNanos();

    lease(Workload.GENERATION, NOBODY).answers();

    assertEquals(BackendState.READY, state("a"));
  }

  @Test
  void trials_failOneAfterTheOther_waitsDoubleUpToTwoMinutes() {
    fail("a", 3, Outcome.BROKEN);
    StringBuilder waits = new StringBuilder();

    for (Duration wait : List.of(FIRST, FIRST.multipliedBy(2), FIRST.multipliedBy(4))) {
      now += wait.toNanos() - 1;
      waits.append(lent(5)).append(' ');
      now++;
      Lease trial = lease(Workload.GENERATION, NOBODY);
      waits.append(trial.backend()).append(' ');
      trial.close(Outcome.BROKEN);
    }
    for (int i = 0; i < 5; i++) {
      now += EjectionRule.LONGEST.toNanos();
      Lease trial = lease(Workload.GENERATION, NOBODY);
      waits.append(trial.backend());
      trial.close(Outcome.BROKEN);
    }

    assertEquals("[b] a [b] a [b] a aaaaa", waits.toString());
  }

  @Test
  void trialAnswered_thenBrokenOffThreeTimes_waitsTwiceAsLong() {
    fail("a", 3, Outcome.BROKEN);
    now += FIRST.toNanos();
    Lease trial = lease(Workload.GENERATION, NOBODY);
    trial.answers();
    trial.close(Outcome.BROKEN);
    fail("a", 2, Outcome.BROKEN);

    now += FIRST.multipliedBy(2).toNanos() - 1;

    assertEquals(Set.of("b"), lent(20));
  }

  @Test
  void trialServed_thenThreeFail_waitsTheFirstTime() {
    fail("a", 3, Outcome.BROKEN);
    now += FIRST.toNanos();
    lease(Workload.GENERATION, NOBODY).close(Outcome.SERVED);
    fail("a", 3, Outcome.BROKEN);

    now += FIRST.toNanos();

    assertEquals("a", lease(Workload.GENERATION, NOBODY).backend());
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"CANCELLED", "DECLINED"})
  void trial_endsWithoutTelling_theNextRequestIsOne(Outcome outcome) {
    fail("a", 3, Outcome.BROKEN);
    now += FIRST.toNanos();
    lease(Workload.GENERATION, NOBODY).close(outcome);

    assertEquals("a", lease(Workload.GENERATION, NOBODY).backend());
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"SERVED", "BROKEN"})
  void lentBeforeTheEjection_endsDuringTheTrial_countsForNothing(Outcome outcome) {
    Lease before = lease(Workload.GENERATION, Set.of("b"));
    fail("a", 3, Outcome.BROKEN);
    now += FIRST.toNanos();
    Lease trial = lease(Workload.GENERATION, NOBODY);

    before.close(outcome);

    assertEquals(BackendState.EJECTED, state("a"));
    trial.close(Outcome.SERVED);
    assertEquals(BackendState.READY, state("a"));
  }

  @ParameterizedTest
  @CsvSource({
    "ejection-failures, -1, 'allowed is 0, which never ejects, or more'",
    "ejection-time, 0s, 'allowed is a duration over 0 and up to 2m, like 5s'",
    "ejection-time, 3m, 'allowed is a duration over 0 and up to 2m, like 5s'"
  })
  void badValue_configured_stopsWithWhatIsAllowed(String key, String value, String allowed) {
    RoutingConfig config = Configs.of("routing." + key, value).routing();

    ConfigurationException stopped =
        assertThrows(ConfigurationException.class, () -> EjectionRule.of(config, () -> now));

    String line = stopped.getMessage();
    assertEquals("stepgate.routing." + key + "=", line.substring(0, line.indexOf('=') + 1));
    assertEquals(allowed, line.substring(line.indexOf(": ") + 2));
  }

  private void fail(String name, int times, Outcome outcome) {
    Set<String> others = new TreeSet<>();
    pool.backends().forEach(one -> others.add(one.name()));
    others.remove(name);
    for (int i = 0; i < times && state(name) == BackendState.READY; i++) {
      lease(Workload.GENERATION, others).close(outcome);
    }
  }

  private Set<String> lent(int times) {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < times; i++) {
      Lease lease = lease(Workload.GENERATION, NOBODY);
      names.add(lease.backend());
      lease.close();
    }
    return names;
  }

  private Lease lease(Workload workload, Set<String> exclude) {
    try {
      return leaseOrNone(workload, exclude);
    } catch (NoBackend none) {
      throw new AssertionError(none.getMessage());
    }
  }

  private Lease leaseOrNone(Workload workload, Set<String> exclude) throws NoBackend {
    return selector.lease(admitted, new RouteRequest("step", workload, exclude));
  }

  private BackendState state(String name) {
    return backend(name).snapshot().state();
  }

  private Backend backend(String name) {
    return pool.backends().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void ready(String name, String... ids) {
    List<ServedModel> models = List.of(ids).stream().map(id -> new ServedModel(id, "{}")).toList();
    backend(name).view(seen -> seen.ready(models, info(true)));
  }

  private static ModelInfo info(boolean generates) {
    return new ModelInfo(Splits.YES, Splits.NO, generates, true);
  }

  private void use(BackendPool other) {
    pool = other;
    selector = selector();
  }

  private BackendSelector selector() {
    pool.backends().forEach(one -> ready(one.name(), "step"));
    Configs configs = Configs.of();
    return new BackendSelector(pool, configs.routing(), configs.models());
  }

  private BackendPool pool(int failures, String... names) {
    URI origin = URI.create("http://127.0.0.1:1");
    List<BackendSpec> specs =
        Stream.of(names)
            .map(name -> new BackendSpec(name, origin, null, BackendKeys.NONE, 1, null))
            .toList();
    return TestBackend.pool(specs, new EjectionRule(failures, FIRST, () -> now));
  }
}
