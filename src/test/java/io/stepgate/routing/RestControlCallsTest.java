package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.stepgate.routing.ControlCalls.Answer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    Answer answer = await(calls(server.backend("a"), PATIENT).models());

    assertEquals(200, answer.status());
    assertEquals("step", answer.body().at("/data/0/id").textValue());
  }

  @Test
  void emptyAnswerHasStatusAndNoBody() {
    Answer answer = await(calls(server.backend("a"), PATIENT).health());

    assertEquals(200, answer.status());
    assertTrue(answer.body().isMissingNode());
  }

  @Test
  void errorStatusIsAnAnswer() {
    server.on("/health", 503, "not yet");

    assertEquals(503, await(calls(server.backend("a"), PATIENT).health()).status());
  }

  @Test
  void answerThatIsNotJsonHasNoBody() {
    server.on("/v1/models", 200, "<html>");

    assertTrue(await(calls(server.backend("a"), PATIENT).models()).body().isMissingNode());
  }

  @Test
  void multiByteTextCutBetweenPiecesStaysWhole() {
    String name = "é".repeat(100_001);
    server.on("/model_info", 200, "{\"n\":\"" + name + "\"}");

    Answer answer = await(calls(server.backend("a"), PATIENT).modelInfo());

    assertEquals(name, answer.body().path("n").textValue());
  }

  @Test
  void backendWithKeyIsAskedWithIt() {
    Backend backend = new Backend("a", server.origin(), null, "secret", 1, null);

    await(calls(backend, PATIENT).models());

    assertEquals("Bearer secret", server.asked().get(0).authorization());
  }

  @Test
  void backendWithoutKeyIsAskedWithoutHeader() {
    await(calls(server.backend("a"), PATIENT).models());

    assertNull(server.asked().get(0).authorization());
  }

  @Test
  void basePathOfTheBackendIsKept() {
    URI origin = URI.create(server.origin() + "/deep/er");
    server.on("/deep/er/v1/models", 200, "{\"data\":[]}");

    Answer answer = await(calls(new Backend("a", origin, null, null, 1, null), PATIENT).models());

    assertEquals(200, answer.status());
  }

  @Test
  void abortSendsTheJsonAsItIs() {
    await(calls(server.backend("a"), PATIENT).abortRequest("{\"rid\":\"r\"}", PATIENT));

    TestBackend.Asked asked = server.asked().get(0);
    assertEquals("POST", asked.method());
    assertEquals("{\"rid\":\"r\"}", asked.body());
    assertTrue(asked.contentType().startsWith("application/json"), asked.contentType());
  }

  @Test
  void flushCacheIsPosted() {
    assertEquals(200, await(calls(server.backend("a"), PATIENT).flushCache()).status());
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

    Throwable failure = failure(calls(server.backend("a"), PATIENT).models());

    assertTrue(failure.getMessage().contains("over 1048576 bytes"), failure::toString);
  }

  @Test
  void nobodyListeningFails() {
    server.close();

    Throwable failure = failure(calls(server.backend("a"), PATIENT).models());

    assertTrue(failure.toString().contains("Connection refused"), failure::toString);
  }

  @Test
  void silentBackendFailsByTimeout() {
    CountDownLatch never = new CountDownLatch(1);
    server.on("/health", exchange -> waitFor(never));

    Throwable failure = failure(calls(server.backend("a"), Duration.ofMillis(300)).health());

    never.countDown();
    assertInstanceOf(TimeoutException.class, failure);
  }

  @Test
  void answerCutInTheMiddleFails() {
    server.on(
        "/v1/models",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          throw new IOException("cut");
        });

    assertNotNull(failure(calls(server.backend("a"), Duration.ofSeconds(2)).models()));
  }

  private ControlCalls calls(Backend backend, Duration timeout) {
    return new RestControlCalls(backend, timeout, Runnable::run, json);
  }

  private static Answer await(Uni<Answer> answer) {
    return answer.subscribeAsCompletionStage().join();
  }

  private static Throwable failure(Uni<Answer> answer) {
    return assertThrows(CompletionException.class, () -> await(answer)).getCause();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
