package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.stepgate.routing.ControlCalls.Answer;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendProbeTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Answers by path; what is not in the map is not connected. */
  private final Map<String, Uni<Answer>> answers = new HashMap<>();

  private final List<String> asked = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();
  private final List<Runnable> alarms = new ArrayList<>();
  private long now = System.nanoTime();
  private final Backend backend =
      new Backend(
          new BackendSpec("a", URI.create("http://127.0.0.1:1"), null, BackendKeys.NONE, 1, null),
          new EjectionRule(1, INTERVAL, () -> now),
          any -> true);
  private final BackendProbe probe =
      new BackendProbe(backend, new Calls(), this::after, () -> now, INTERVAL);

  @BeforeEach
  void healthyServer() throws JsonProcessingException {
    answers.put("/health", status(200));
    answers.put("/v1/models", json("{\"data\":[{\"id\":\"step\"}]}"));
    answers.put("/model_info", json("{\"reasoning_parser\":\"x\",\"tool_call_parser\":null}"));
  }

  @Test
  void serverTellingUsageUnaskedStartedIsKnownForIt() throws Exception {
    answers.put("/server_info", json("{\"stream_response_default_include_usage\":true}"));

    probe.start();

    assertEquals(BackendState.READY, backend.snapshot().state());
    assertTrue(backend.view().info().tellsUsage());
  }

  @Test
  void notLookedAtYetIsUnknown() {
    assertEquals(BackendState.UNKNOWN, backend.snapshot().state());
  }

  @Test
  void healthyServerStartedIsReadyAndFullyKnown() {
    probe.start();

    BackendSnapshot seen = backend.snapshot();
    assertEquals(BackendState.READY, seen.state());
    assertEquals(List.of("step"), seen.models());
    assertEquals(Splits.YES, seen.reasoning());
    assertEquals(Splits.NO, seen.toolCalls());
    assertEquals(List.of("/health", "/v1/models", "/model_info", "/server_info"), asked);
    assertEquals(List.of(INTERVAL), delays);
  }

  @Test
  void readyWatched_timePasses_healthBelongsToEveryLook() {
    probe.start();
    asked.clear();

    tick();
    tick();

    assertEquals(List.of("/health", "/v1/models", "/health", "/v1/models"), asked);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405})
  void healthNotOffered_started_isNotReady(int status) {
    answers.put("/health", status(status));

    probe.start();

    assertEquals(BackendState.NOT_READY, backend.snapshot().state());
    assertEquals("/health answered " + status, backend.snapshot().lastError());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405})
  void modelsNotTold_started_isNotReady(int status) {
    answers.put("/v1/models", status(status));

    probe.start();

    assertEquals(BackendState.NOT_READY, backend.snapshot().state());
    assertEquals("/v1/models answered " + status, backend.snapshot().lastError());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"data\":[]}", "{\"data\":[{\"id\":5}]}", "\"ok\""})
  void modelListThatIsNone_started_isNotReady(String json) throws JsonProcessingException {
    answers.put("/v1/models", json(json));

    probe.start();

    assertEquals(BackendState.NOT_READY, backend.snapshot().state());
    assertEquals("gave no model list", backend.snapshot().lastError());
  }

  @Test
  void libraryTellsAKey_started_whatIsPublishedIsAWordOfOurs() {
    answers.put(
        "/health",
        Uni.createFrom()
            .failure(new IllegalArgumentException("illegal header value: Bearer S3CRET\n")));

    probe.start();

    assertEquals("did not answer in HTTP", backend.snapshot().lastError());
  }

  @Test
  void thousandsOfModels_listed_theFirstOnesAreKept() throws JsonProcessingException {
    answers.put(
        "/v1/models",
        json(
            IntStream.range(0, 20_000)
                .mapToObj("{\"id\":\"m%d\"}"::formatted)
                .collect(Collectors.joining(",", "{\"data\":[", "]}"))));

    probe.start();

    assertEquals(256, backend.snapshot().models().size());
    assertEquals("m255", backend.snapshot().models().get(255));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void healthBadStartedIsNotReadyAndAskedNothingElse(int status) {
    answers.put("/health", status(status));

    probe.start();

    assertEquals(BackendState.NOT_READY, backend.snapshot().state());
    assertEquals("/health answered " + status, backend.snapshot().lastError());
    assertEquals(List.of("/health"), asked);
  }

  @Test
  void notReadyProbedAgainAndAgainSlowsDownToASecond() {
    answers.remove("/health");

    probe.start();
    for (int i = 0; i < 5; i++) {
      tick();
    }

    assertEquals(
        List.of(100L, 200L, 400L, 800L, 1000L, 1000L),
        delays.stream().map(Duration::toMillis).toList());
  }

  @Test
  void ejectedThenNotReady_comesUp_isInTheChoice() {
    probe.start();
    new Lease(backend, null, backend.ejection().round()).close(Lease.Outcome.BROKEN);
    assertEquals(BackendState.EJECTED, backend.snapshot().state());
    Uni<Answer> up = answers.put("/health", status(503));
    tick();
    assertEquals(BackendState.NOT_READY, backend.snapshot().state());
    answers.put("/health", up);

    tick();

    assertEquals(BackendState.READY, backend.snapshot().state());
  }

  @Test
  void serverComesUpProbedIsReady() {
    Uni<Answer> up = answers.remove("/health");
    probe.start();
    answers.put("/health", up);

    tick();

    assertEquals(BackendState.READY, backend.snapshot().state());
    assertEquals(INTERVAL, delays.get(delays.size() - 1));
  }

  @Test
  void olderServerStartedIsAskedUnderTheOldName() throws JsonProcessingException {
    answers.put("/model_info", status(404));
    answers.put("/get_model_info", json("{\"tool_call_parser\":\"x\"}"));

    probe.start();

    assertEquals(Splits.UNKNOWN, backend.snapshot().reasoning());
    assertEquals(Splits.YES, backend.snapshot().toolCalls());
  }

  @Test
  void noModelInfoAtAllStartedIsReadyAndSplitsUnknown() {
    answers.put("/model_info", status(404));
    answers.put("/get_model_info", status(500));

    probe.start();

    assertEquals(BackendState.READY, backend.snapshot().state());
    assertEquals(Splits.UNKNOWN, backend.snapshot().reasoning());
  }

  @Test
  void readyFailingOnceStaysReadyAndIsLookedAtSooner() {
    probe.start();
    answers.put("/v1/models", status(500));

    tick();

    assertEquals(BackendState.READY, backend.snapshot().state());
    assertEquals(Duration.ofMillis(100), delays.get(1));
  }

  @Test
  void readyFailingTwiceIsNotReadyButItsModelsAreRemembered() {
    probe.start();
    answers.remove("/v1/models");

    tick();
    tick();

    assertEquals(BackendState.NOT_READY, backend.snapshot().state());
    assertEquals("refused a connection", backend.snapshot().lastError());
    assertEquals(List.of("step"), backend.snapshot().models());
  }

  @Test
  void readyFailingEverySecondTimeStaysReady() throws JsonProcessingException {
    probe.start();
    Uni<Answer> good = answers.get("/v1/models");

    for (int i = 0; i < 3; i++) {
      answers.remove("/v1/models");
      tick();
      answers.put("/v1/models", good);
      tick();
    }

    assertEquals(BackendState.READY, backend.snapshot().state());
  }

  @Test
  void modelListChangesWatchedParsersAreAskedAgain() throws JsonProcessingException {
    probe.start();
    answers.put("/v1/models", json("{\"data\":[{\"id\":\"other\"}]}"));
    answers.put("/model_info", json("{\"reasoning_parser\":null,\"tool_call_parser\":\"x\"}"));

    tick();

    assertEquals(List.of("other"), backend.snapshot().models());
    assertEquals(Splits.NO, backend.snapshot().reasoning());
    assertEquals(Splits.YES, backend.snapshot().toolCalls());
  }

  @Test
  void comesBackAfterBeingDownParsersAreAskedAgain() throws JsonProcessingException {
    probe.start();
    backend.view(seen -> seen.notReady(DownReason.REFUSED));
    answers.put("/model_info", json("{\"reasoning_parser\":null,\"tool_call_parser\":null}"));

    tick();

    assertEquals(BackendState.READY, backend.snapshot().state());
    assertEquals(Splits.NO, backend.snapshot().reasoning());
  }

  @Test
  void readyWokenAfterRefusalIsProbedSoonAndOldTimerIsCalledOff() {
    probe.start();
    backend.view(seen -> seen.notReady(DownReason.REFUSED));

    probe.wake();

    assertEquals(Duration.ofMillis(100), delays.get(1));
    assertEquals(1, alarms.size());
  }

  @Test
  void refusedWhileAWatchIsUnderWayItsGoodAnswerDoesNotBringItBack() {
    probe.start();
    List<UniEmitter<? super Answer>> pending = new ArrayList<>();
    Uni<Answer> good = answers.get("/v1/models");
    answers.put("/v1/models", Uni.createFrom().emitter(pending::add));
    tick();
    backend.view(seen -> seen.notReady(DownReason.REFUSED));
    probe.wake();

    pending.get(0).complete(good.await().indefinitely());

    assertEquals(BackendState.NOT_READY, backend.snapshot().state());
    assertEquals(1, alarms.size(), "one next look, not two");
    assertEquals(Duration.ofMillis(100), delays.get(1));
  }

  @Test
  void stoppedProbeSchedulesNothingMore() {
    probe.start();

    probe.stop();
    probe.wake();

    assertEquals(0, alarms.size());
  }

  @ParameterizedTest
  @CsvSource({"0, false", "20, true"})
  void healthSays503_whileARequestWaits_theRequestIsLostOnlyAfterALongSilence(
      int seconds, boolean lost) {
    probe.start();
    List<String> told = waiting();
    List<UniEmitter<? super Answer>> health = new ArrayList<>();
    answers.put("/health", Uni.createFrom().emitter(health::add));
    now += Duration.ofSeconds(1).toNanos();
    tick();
    now += Duration.ofSeconds(seconds).toNanos();

    health.get(0).complete(new Answer(503, MissingNode.getInstance()));

    assertEquals(BackendState.NOT_READY, backend.snapshot().state());
    assertEquals(lost ? List.of("lost") : List.of(), told);
  }

  @Test
  void healthSays503_afterALongTimeWithBytes_theWaitingRequestIsNotLost() {
    probe.start();
    List<String> told = waiting();
    List<UniEmitter<? super Answer>> health = new ArrayList<>();
    answers.put("/health", Uni.createFrom().emitter(health::add));
    tick();
    now += Duration.ofSeconds(20).toNanos();
    backend.heard(now);

    health.get(0).complete(new Answer(503, MissingNode.getInstance()));

    assertEquals(List.of(), told);
  }

  @Test
  void refused_whileARequestWaits_isNotReadyAtOnceAndTheRequestLostOnce() {
    probe.start();
    List<String> told = waiting();
    answers.remove("/health");

    tick();
    tick();

    assertEquals(BackendState.NOT_READY, backend.snapshot().state());
    assertEquals(List.of("lost"), told);
  }

  @Test
  void refused_afterTheRequestIsOver_nobodyIsTold() {
    probe.start();
    List<String> told = new ArrayList<>();
    Lease lease = new Lease(backend, null, backend.ejection().round());
    lease.onLost(() -> told.add("lost"));
    lease.close(Lease.Outcome.SERVED);
    answers.remove("/health");

    tick();

    assertEquals(List.of(), told);
  }

  @ParameterizedTest
  @CsvSource({"19, ''", "20, /health"})
  void longInterval_noByteOfARunningRequest_isAReasonToLook(int seconds, String first) {
    BackendProbe slow =
        new BackendProbe(backend, new Calls(), this::after, () -> now, Duration.ofMinutes(10));
    slow.start();
    waiting();
    asked.clear();
    now = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();

    tick();

    assertEquals(first, asked.isEmpty() ? "" : asked.get(0));
    assertEquals(Duration.ofSeconds(20), delays.get(delays.size() - 1));
  }

  @ParameterizedTest
  @EnumSource(
      value = Lease.Outcome.class,
      names = {"BROKEN", "SILENT"})
  void answerBrokenOff_leaseClosed_isCountedAndAReasonToLook(Lease.Outcome outcome) {
    probe.start();
    backend.onDoubt(probe::wake);
    Lease lease = new Lease(backend, null, backend.ejection().round());

    lease.close(outcome);

    assertEquals(BackendState.EJECTED, backend.snapshot().state());
    assertEquals(1, alarms.size(), "one next look, not two");
    assertEquals(Duration.ofSeconds(1), delays.get(1));
  }

  @Test
  void answersBrokenOff_oneAfterTheOther_doNotPutTheLookOff() {
    probe.start();
    backend.onDoubt(probe::wake);
    new Lease(backend, null, backend.ejection().round()).close(Lease.Outcome.BROKEN);

    new Lease(backend, null, backend.ejection().round()).close(Lease.Outcome.BROKEN);

    assertEquals(List.of(INTERVAL, Duration.ofSeconds(1)), delays);
    assertEquals(1, alarms.size());
  }

  /** A request that waits for its first byte, and what it is told. */
  private List<String> waiting() {
    List<String> told = new ArrayList<>();
    new Lease(backend, null, backend.ejection().round()).onLost(() -> told.add("lost"));
    return told;
  }

  private void tick() {
    alarms.remove(0).run();
  }

  private Runnable after(Duration delay, Runnable task) {
    delays.add(delay);
    alarms.add(task);
    return () -> alarms.remove(task);
  }

  private static Uni<Answer> status(int status) {
    return Uni.createFrom().item(new Answer(status, MissingNode.getInstance()));
  }

  private static Uni<Answer> json(String json) throws JsonProcessingException {
    return Uni.createFrom().item(new Answer(200, new ObjectMapper().readTree(json)));
  }

  private final class Calls implements ControlCalls {
    private Uni<Answer> ask(String path) {
      asked.add(path);
      return answers.getOrDefault(
          path, Uni.createFrom().failure(new ConnectException("Connection refused: /127.0.0.1:1")));
    }

    @Override
    public Uni<Answer> health() {
      return ask("/health");
    }

    @Override
    public Uni<Answer> health(Duration timeout) {
      return ask("/health");
    }

    @Override
    public Uni<Answer> models() {
      return ask("/v1/models");
    }

    @Override
    public Uni<Answer> modelInfo() {
      return ask("/model_info");
    }

    @Override
    public Uni<Answer> getModelInfo() {
      return ask("/get_model_info");
    }

    @Override
    public Uni<Answer> serverInfo(Duration timeout) {
      return ask("/server_info");
    }

    @Override
    public Uni<Answer> abortRequest(String json, Duration timeout) {
      return ask("/abort_request");
    }

    @Override
    public Uni<Answer> flushCache() {
      return ask("/flush_cache");
    }
  }
}
