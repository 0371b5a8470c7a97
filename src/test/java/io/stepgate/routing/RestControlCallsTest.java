package io.stepgate.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.stepgate.routing.ControlCalls.Answer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class RestControlCallsTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);

  @Inject ObjectMapper json;

  private TestBackend server;

  @BeforeEach
  void startServer() throws Exception {
    server = TestBackend.serving("step");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void jsonAnswerArrivesParsed() {
    Answer answer = await(calls(server.spec("a"), PATIENT).models());

    assertEquals(200, answer.status());
    assertEquals("step", answer.body().at("/data/0/id").textValue());
  }

  @Test
  void emptyAnswerHasStatusAndNoBody() {
    Answer answer = await(calls(server.spec("a"), PATIENT).health());

    assertEquals(200, answer.status());
    assertTrue(answer.body().isMissingNode());
  }

  @Test
  void errorStatusIsAnAnswer() {
    server.on("/health", 503, "not yet");

    assertEquals(503, await(calls(server.spec("a"), PATIENT).health()).status());
  }

  @Test
  void answerThatIsNotJsonHasNoBody() {
    server.on("/v1/models", 200, "<html>");

    assertTrue(await(calls(server.spec("a"), PATIENT).models()).body().isMissingNode());
  }

  @Test
  void multiByteTextCutBetweenPiecesStaysWhole() {
    String name = "é".repeat(100_001);
    server.on("/model_info", 200, "{\"n\":\"" + name + "\"}");

    Answer answer = await(calls(server.spec("a"), PATIENT).modelInfo());

    assertEquals(name, answer.body().path("n").textValue());
  }

  @Test
  void backendWithKeyIsAskedWithIt() {
    BackendSpec backend =
        new BackendSpec("a", server.origin(), null, new BackendKeys("secret", "secret"), 1, null);

    await(calls(backend, PATIENT).models());

    assertEquals("Bearer secret", server.asked().get(0).authorization());
  }

  @Test
  void backendWithoutKeyIsAskedWithoutHeader() {
    await(calls(server.spec("a"), PATIENT).models());

    assertNull(server.asked().get(0).authorization());
  }

  @Test
  void basePathOfTheBackendIsKept() {
    URI origin = URI.create(server.origin() + "/deep/er");
    server.on("/deep/er/v1/models", 200, "{\"data\":[]}");

    Answer answer =
        await(
            calls(new BackendSpec("a", origin, null, BackendKeys.NONE, 1, null), PATIENT).models());

    assertEquals(200, answer.status());
  }

  @Test
  void abortSendsTheJsonAsItIs() {
    await(calls(server.spec("a"), PATIENT).abortRequest("{\"rid\":\"r\"}", PATIENT));

    TestBackend.Asked asked = server.asked().get(0);
    assertEquals("POST", asked.method());
    assertEquals("{\"rid\":\"r\"}", asked.body());
    assertTrue(asked.contentType().startsWith("application/json"), asked.contentType());
  }

  @Test
  void flushCacheIsPosted() {
    assertEquals(200, await(calls(server.spec("a"), PATIENT).flushCache()).status());
    assertEquals("POST", server.asked().get(0).method());
  }

  @Test
  void endlessAnswerFailsAtTheLimit() {
    server.on(
        "/v1/models",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] piece = new byte[64 * 1024];
          for (int sent = 0; sent <= 8 * RestControlCalls.LIMIT; sent += piece.length) {
            exchange.getResponseBody().write(piece);
          }
          exchange.close();
        });

    Throwable failure = failure(calls(server.spec("a"), PATIENT).models());

    assertEquals("answered with over 1048576 bytes", DownReason.of(failure).words());
  }

  @ParameterizedTest
  @CsvSource({
    "text/event-stream, 'data: word\n\n'",
    "text/event-stream, word",
    "application/x-ndjson, word",
    "application/json, word"
  })
  void answerWithoutEnd_ofAnyType_failsAtTheLimitAndIsCutOff(String type, String piece)
      throws Exception {
    CountDownLatch cut = new CountDownLatch(1);
    byte[] bytes = piece.repeat(1000).getBytes(US_ASCII);
    server.on("/abort_request", exchange -> endless(exchange, type, bytes, cut));

    Throwable failure = failure(calls(server.spec("a"), PATIENT).abortRequest("{}", PATIENT));

    assertEquals(DownReason.TOO_LARGE, DownReason.of(failure), failure::toString);
    assertTrue(cut.await(20, TimeUnit.SECONDS), "the answer is still being read");
  }

  @ParameterizedTest
  @CsvSource({"text/event-stream, 'data: word\n\n'", "text/plain, x"})
  void answerThatTrickles_overTheTimeout_failsAndIsCutOff(String type, String piece)
      throws Exception {
    CountDownLatch cut = new CountDownLatch(1);
    server.on("/health", exchange -> endless(exchange, type, piece.getBytes(US_ASCII), cut));

    Throwable failure = failure(calls(server.spec("a"), Duration.ofMillis(200)).health());

    assertEquals(DownReason.TIMED_OUT, DownReason.of(failure), failure::toString);
    assertTrue(cut.await(20, TimeUnit.SECONDS), "the answer is still being read");
  }

  @Test
  void nobodyListeningFails() {
    server.close();

    Throwable failure = failure(calls(server.spec("a"), PATIENT).models());

    assertEquals(DownReason.REFUSED, DownReason.of(failure), failure::toString);
  }

  @Test
  void silentBackendFailsByTimeout() {
    CountDownLatch never = new CountDownLatch(1);
    server.on("/health", exchange -> waitFor(never));

    Throwable failure = failure(calls(server.spec("a"), Duration.ofMillis(300)).health());

    never.countDown();
    assertEquals(DownReason.TIMED_OUT, DownReason.of(failure), failure::toString);
  }

  /** The REST client does not always tell of a connection that closes inside an answer. */
  @Test
  void answerCutInTheMiddle_failsAtItsTimeoutAtTheLatest() {
    server.on(
        "/v1/models",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          throw new IOException("cut");
        });

    Throwable failure = failure(calls(server.spec("a"), Duration.ofMillis(500)).models());

    Set<DownReason> either = Set.of(DownReason.CLOSED, DownReason.TIMED_OUT);
    assertTrue(either.contains(DownReason.of(failure)), failure::toString);
  }

  @ParameterizedTest
  @CsvSource({"SSH-2.0-x, did not answer in HTTP", "'', closed the connection"})
  void strangerListening_asked_isDescribedInOurWords(String says, String words) throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture.runAsync(() -> answer(stranger, says));
      URI origin = URI.create("http://127.0.0.1:" + stranger.getLocalPort());

      Throwable failure = failure(calls(backend(origin), PATIENT).health());

      assertEquals(words, DownReason.of(failure).words(), failure::toString);
    }
  }

  @Test
  void plainServer_askedInTls_isDescribedInOurWords() {
    URI origin = URI.create("https://127.0.0.1:" + server.origin().getPort());

    Throwable failure = failure(calls(backend(origin), PATIENT).health());

    assertEquals(DownReason.TLS, DownReason.of(failure), failure::toString);
  }

  @Test
  void unknownName_asked_isDescribedInOurWords() {
    URI origin = URI.create("http://no-such-host.invalid:1");

    Throwable failure = failure(calls(backend(origin), PATIENT).health());

    assertEquals(DownReason.UNRESOLVED, DownReason.of(failure), failure::toString);
  }

  @Test
  void adminKeyConfigured_ordersAndQuestionsSent_eachHasItsOwnKey() {
    BackendSpec backend =
        new BackendSpec("a", server.origin(), null, new BackendKeys("plain", "admin"), 1, null);
    ControlCalls calls = calls(backend, PATIENT);

    await(calls.models());
    await(calls.abortRequest("{}", PATIENT));
    await(calls.flushCache());

    assertEquals(
        List.of("Bearer plain", "Bearer admin", "Bearer admin"),
        server.asked().stream().map(TestBackend.Asked::authorization).toList());
  }

  private static BackendSpec backend(URI origin) {
    return new BackendSpec("a", origin, null, BackendKeys.NONE, 1, null);
  }

  private static void answer(ServerSocket stranger, String says) {
    try (Socket caller = stranger.accept()) {
      caller.getInputStream().read(new byte[4096]);
      caller.getOutputStream().write((says.isEmpty() ? "" : says + "\r\n\r\n").getBytes(US_ASCII));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private ControlCalls calls(BackendSpec backend, Duration timeout) {
    return new RestControlCalls(backend, timeout, Runnable::run, json);
  }

  private static Answer await(Uni<Answer> answer) {
    return answer.subscribeAsCompletionStage().join();
  }

  private static Throwable failure(Uni<Answer> answer) {
    return assertThrows(CompletionException.class, () -> await(answer)).getCause();
  }

  private static void endless(HttpExchange exchange, String type, byte[] piece, CountDownLatch cut)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, 0);
    try {
      while (!Thread.interrupted()) {
        exchange.getResponseBody().write(piece);
        exchange.getResponseBody().flush();
        if (piece.length < 1000) {
          // The pace of a server that has little to say, not a wait for something.
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
      }
    } catch (IOException gone) {
      cut.countDown();
      throw gone;
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
