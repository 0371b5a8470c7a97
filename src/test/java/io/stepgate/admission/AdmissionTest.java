package io.stepgate.admission;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
  private static final Credentials NONE = new Credentials(null, null);

  private final Vertx vertx = Vertx.vertx();

  @TempDir Path folder;

  @AfterEach
  void closeVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void noKeysFileAnyCallerIsAnonymous() throws Refusal {
    Admission admission = admission();

    assertEquals("anonymous", admission.identify(NONE, false).name());
    assertEquals(
        "anonymous", admission.identify(new Credentials("Bearer whatever", null), false).name());
    assertFalse(admission.keysRequired());
  }

  @ParameterizedTest
  @CsvSource({
    // rule, keys file, loopback, key, verdict
    "loopback, false, true, , OK",
    "loopback, false, false, , NOT_ALLOWED",
    "loopback, true, true, , MISSING_KEY",
    "loopback, true, true, user-key, NOT_ALLOWED",
    "loopback, true, true, root-key, OK",
    "loopback, true, false, root-key, NOT_ALLOWED",
    "key, false, true, , NOT_ALLOWED",
    "key, true, false, root-key, OK",
    "key, true, true, user-key, NOT_ALLOWED",
    "key, true, true, wrong, UNKNOWN_KEY",
    "off, false, true, , NOT_ALLOWED",
    "off, true, true, root-key, NOT_ALLOWED"
  })
  void adminRuleCallerAsksVerdict(
      String rule, boolean keys, boolean loopback, String key, String verdict) throws IOException {
    Admission admission =
        keys
            ? admission("admin", rule, "keys-file", keysFile().toString())
            : admission("admin", rule);
    String header = key == null ? null : "Bearer " + key;

    String got;
    try {
      got =
          admission.identifyAdmin(new Credentials(header, null), loopback).admin()
              ? "OK"
              : "not an admin";
    } catch (Refusal refusal) {
      got = refusal.kind().toString();
    }

    assertEquals(verdict, got);
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer user-key, , user",
    "bearer user-key, , user",
    "Bearer   root-key, , root",
    "Bearer user-kez, , UNKNOWN_KEY",
    "Bearer, , MISSING_KEY",
    "user-key, , MISSING_KEY",
    "Basic user-key, , MISSING_KEY",
    ", user-key, user",
    ", user-kez, UNKNOWN_KEY",
    ", '', UNKNOWN_KEY",
    "Basic abc, user-key, user",
    "Bearer user-kez, root-key, root",
    "Bearer user-key, user-kez, user",
    "Bearer user-key, root-key, user",
    ", , MISSING_KEY"
  })
  void keysOnHeaderGivenCallerOrRefusal(String header, String apiKey, String expected)
      throws IOException {
    Admission admission = admission("keys-file", keysFile().toString());

    String got;
    try {
      got = admission.identify(new Credentials(header, apiKey), false).name();
    } catch (Refusal refusal) {
      got = refusal.kind().toString();
      assertFalse(refusal.getMessage().contains("user-ke"), refusal.getMessage());
    }

    assertEquals(expected, got);
  }

  @Test
  void permitFreeAdmittedCompletesAtOnceAndCloseReturnsIt() throws Refusal {
    Admission admission = admission();

    Ticket ticket = admission.admit(admission.identify(NONE, true));
    Admitted admitted = ticket.future().result();

    assertEquals("anonymous", admitted.caller());
    assertTrue(admitted.admin());
    assertEquals(1, admission.inFlight());
    ticket.cancel();
    assertEquals(1, admission.inFlight(), "a delivered permit is the receiver's");
    admitted.close();
    admitted.close();
    assertEquals(0, admission.inFlight());
  }

  @Test
  void waitingPermitReturnedIsDeliveredOnTheWaitersContext() throws Exception {
    Admission admission = admission("max-in-flight", "1");
    Caller caller = admission.identify(NONE, false);
    Admitted holder = admission.admit(caller).future().result();
    Context context = vertx.getOrCreateContext();
    CompletableFuture<Context> deliveredOn = new CompletableFuture<>();
    CompletableFuture<Void> queued = new CompletableFuture<>();
    context.runOnContext(
        ignored -> {
          admission
              .admit(caller)
              .future()
              .onSuccess(admitted -> deliveredOn.complete(Vertx.currentContext()));
          queued.complete(null);
        });
    queued.join();

    holder.close();

    assertSame(context, deliveredOn.get());
    assertEquals(1, admission.inFlight());
  }

  @Test
  void waitingCancelledLeavesTheQueueAtOnce() throws Refusal {
    Admission admission = admission("max-in-flight", "1");
    Caller caller = admission.identify(NONE, false);
    Admitted holder = admission.admit(caller).future().result();
    Ticket waiting = admission.admit(caller);
    assertEquals(1, admission.queued());

    waiting.cancel();

    assertEquals(0, admission.queued());
    assertInstanceOf(CancellationException.class, waiting.future().cause());
    holder.close();
    assertEquals(0, admission.inFlight());
  }

  @Test
  void handedOverCancelledBeforeDeliveryPermitReturns() throws Exception {
    Admission admission = admission("max-in-flight", "1");
    Caller caller = admission.identify(NONE, false);
    Admitted holder = admission.admit(caller).future().result();
    CompletableFuture<Ticket> cancelled = new CompletableFuture<>();
    vertx.runOnContext(
        ignored -> {
          Ticket waiting = admission.admit(caller);
          // Delivery needs this very thread, so the cancellation is certain to come first.
          holder.close();
          waiting.cancel();
          cancelled.complete(waiting);
        });

    assertInstanceOf(CancellationException.class, cancelled.get().future().cause());
    assertEquals(0, admission.inFlight());
  }

  @Test
  void waitingTimeoutPassesFailsWithRefusal() throws Exception {
    Admission admission = admission("max-in-flight", "1", "queue-timeout", "10ms");
    Caller caller = admission.identify(NONE, false);
    admission.admit(caller);

    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    admission.admit(caller).future().onFailure(failure::complete);

    assertEquals(Refusal.Kind.QUEUE_TIMEOUT, ((Refusal) failure.get()).kind());
    assertEquals(0, admission.queued());
  }

  @Test
  void nothingConfiguredLimitsAreTheDocumentedDefaults() {
    Admission admission = admission();

    assertEquals(32L * 1024 * 1024, admission.maxBodySize());
    assertEquals(30, admission.bodyTimeout().toSeconds());
  }

  @Test
  void roomForFewerThanTwoBodies_configured_stopsWithOneLine() {
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> admission("max-bodies", "67108863"));

    assertEquals(
        "stepgate.admission.max-bodies=67108863: allowed is 67108864 or more, twice max-body-size",
        failure.getMessage());
  }

  @Test
  void heapTooSmallForTheLimitStartedBodiesMayHaveWhatFits() {
    BodyBudget budget = Admission.bodies(config(Map.of()), 128L << 20);

    assertEquals(16L << 20, budget.largest());
  }

  @Test
  void budgetConfiguredStartedIsThatWhateverTheHeap() {
    BodyBudget budget =
        Admission.bodies(config(Map.of("stepgate.admission.max-bodies", "64M")), 16L << 20);

    assertEquals(32L << 20, budget.largest());
  }

  @Test
  void bodiesOfOneNetworkOrKeyHeldAreOneSenders() throws Exception {
    Admission open = admission("max-body-size", "1M", "max-bodies", "2M");
    open.holdBody(null, "2001:db8:1:2:aaaa:0:0:1").take(1 << 20);
    assertThrows(
        Refusal.class, () -> open.holdBody(null, "2001:db8:1:2:bbbb:0:0:1").take(512 << 10));
    open.holdBody(null, "2001:db8:1:3:aaaa:0:0:1").take(512 << 10);
    Admission keyed =
        admission("max-body-size", "1M", "max-bodies", "2M", "keys-file", keysFile().toString());
    Caller user = keyed.identify(new Credentials("Bearer user-key", null), false);

    keyed.holdBody(user, "10.0.0.1").take(1 << 20);

    assertThrows(Refusal.class, () -> keyed.holdBody(user, "10.0.0.2").take(512 << 10));
    keyed
        .holdBody(keyed.identify(new Credentials("Bearer root-key", null), false), "10.0.0.1")
        .take(512 << 10);
  }

  @Test
  void missingKeysFileStartedStopsWithOneLine() {
    Path missing = folder.resolve("none");

    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class, () -> admission("keys-file", missing.toString()));

    assertEquals(
        "stepgate.admission.keys-file="
            + missing
            + ": there is no such file; allowed is a readable file of lines name:key[:admin]",
        failure.getMessage());
  }

  @Test
  void refusalThrownCarriesNoStackTrace() {
    Refusal refusal =
        assertThrows(Refusal.class, () -> admission("admin", "off").identifyAdmin(null, true));

    assertEquals(0, refusal.getStackTrace().length);
    assertNotEquals("", refusal.getMessage());
  }

  @Test
  void keysFileChangedWatchedNewKeysCount() throws IOException {
    Path file = keysFile();
    Admission admission = admission("keys-file", file.toString());
    admission.watchKeys();

    Files.writeString(file, "late:late-key\n");

    await().until(() -> accepts(admission, "Bearer late-key"));
    admission.stopWatching();
  }

  private static boolean accepts(Admission admission, String header) {
    try {
      return admission.identify(new Credentials(header, null), false) != null;
    } catch (Refusal notYet) {
      return false;
    }
  }

  private Path keysFile() throws IOException {
    return Files.writeString(folder.resolve("keys"), "user:user-key\nroot:root-key:admin\n");
  }

  private Admission admission(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put("stepgate.admission." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Admission(config(values), vertx);
  }

  private static AdmissionConfig config(Map<String, String> values) {
    return TestAdmission.config(values);
  }
}
