package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.Frames;
import io.stepgate.testing.ScriptedBackend;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that takes nothing of what waits for it is cut, and holds its permit until then. */
@QuarkusTest
class StalledClientTest extends GatewayClient {
  private static final int FILL = 20_000_000;

  private Vertx vertx;
  private HttpClient overHttp2;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    overHttp2 =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1));
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientOverHttp11_thatReadsNothing_isCutAndCountedAsCancelled(boolean stream)
      throws Exception {
    long cancelled = counted("cancelled");
    long ok = counted("ok");
    try (Socket client = open(endless(stream))) {
      await("cut").until(() -> counted("cancelled") == cancelled + 1);
      assertEquals(ok, counted("ok"));
      assertIdle(stream);
      client.getInputStream().readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientOverHttp2_thatReadsNothing_losesItsStreamAlone(boolean stream) throws Exception {
    long cancelled = counted("cancelled");
    Promise<Void> reset = Promise.promise();

    HttpClientResponse stalled = get(sendOverHttp2(endless(stream)));
    stalled.exceptionHandler(gone -> reset.tryComplete());
    stalled.endHandler(ended -> reset.tryFail("the whole answer came"));

    await("cut").until(() -> counted("cancelled") == cancelled + 1);
    assertIdle(stream);
    HttpClientResponse next = get(sendOverHttp2(whole(0)));
    assertEquals(200, next.statusCode());
    assertEquals(stalled.request().connection(), next.request().connection());
    stalled.resume();
    get(reset.future());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void wholeAnswer_thatIsRead_comesWhole(boolean http2) throws Exception {
    long ok = counted("ok");

    String answer =
        http2
            ? get(sendOverHttp2(whole(FILL)).compose(this::body))
            : post(CHAT, whole(FILL)).body();

    String content =
        new JsonObject(answer)
            .getJsonArray("choices")
            .getJsonObject(0)
            .getJsonObject("message")
            .getString("content");
    assertEquals(FILL, content.length());
    await().until(() -> counted("ok") == ok + 1);
  }

  @Test
  void clientThatReadsSlowly_getsAll() throws Exception {
    long cancelled = counted("cancelled");
    try (Socket client = open(whole(FILL))) {
      InputStream in = client.getInputStream();
      int[] read = {0};
      // Less in the stall timeout than the system would by itself keep for it.
      await()
          .pollInterval(Duration.ofMillis(100))
          .atMost(Duration.ofSeconds(60))
          .until(() -> (read[0] += in.readNBytes(25_000).length) >= 2_000_000);
      byte[] buffer = new byte[1 << 16];
      while (read[0] < FILL) {
        int more = in.read(buffer);
        assertTrue(more > 0, () -> "cut after " + read[0] + " bytes");
        read[0] += more;
      }
    }
    assertEquals(cancelled, counted("cancelled"));
  }

  @Test
  void clientGone_beforeItReadAWholeAnswer_isCancelledAtOnce() throws Exception {
    long cancelled = counted("cancelled");
    try (Socket client = open(whole(FILL))) {
      assertEquals('H', client.getInputStream().read());
    }
    await().until(() -> counted("cancelled") == cancelled + 1);
    assertIdle(false);
  }

  private void assertIdle(boolean aborted) {
    JsonObject control = control();
    String rid = control.getJsonObject("last").getString("rid");
    await("no upstream").until(() -> control().getJsonArray("running").isEmpty());
    if (aborted) {
      await("abort").until(() -> control().getJsonArray("aborted").contains(rid));
    }
    await("no in-flight count")
        .until(() -> get("/metrics").body().contains("stepgate_requests_in_flight 0.0\n"));
  }

  private Future<HttpClientResponse> sendOverHttp2(JsonObject request) {
    return overHttp2
        .request(HttpMethod.POST, port(), "127.0.0.1", CHAT)
        .compose(call -> call.send(request.encode()))
        .onSuccess(HttpClientResponse::pause);
  }

  private Future<String> body(HttpClientResponse answer) {
    answer.resume();
    return answer.body().map(Buffer::toString);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** More than any buffer on the way holds. */
  private static JsonObject endless(boolean stream) {
    if (!stream) {
      return whole(FILL);
    }
    String chunk = "x".repeat(1000);
    List<String> frames = Frames.raw(List.of("a", "</think>", chunk), "stop").subList(0, 4);
    return chat(Frames.MODEL, true).put("script", frames(frames, "hang").put("repeat", 1_000_000));
  }

  private static JsonObject whole(int fill) {
    String answer = Frames.whole("a</think>" + ScriptedBackend.FILL, "stop");
    return chat(Frames.MODEL, false)
        .put("script", new JsonObject().put("json", answer).put("fill", fill));
  }
}
