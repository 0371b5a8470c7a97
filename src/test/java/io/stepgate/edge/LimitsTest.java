package io.stepgate.edge;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.Frames;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whatever comes from outside has a limit. */
@QuarkusTest
class LimitsTest extends GatewayClient {
  private static final int PATIENCE_MILLIS = 20_000;

  @Test
  void slowSender_isGivenUp() throws Exception {
    try (Socket client = socket()) {
      String half = "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"mess";
      client.getOutputStream().write(half.getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));

      assertEquals("HTTP/1.1 408 Request Timeout", reader.readLine());
    }
  }

  @Test
  void headerOverTheLimit_isRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/models")).header("X-Big", "x".repeat(30_000)).build();

    assertEquals(431, http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
  }

  @Test
  void clientThatStopsReading_stopsTheBackend() throws Exception {
    String chunk = "x".repeat(1000);
    List<String> frames = Frames.raw(List.of("a", "</think>", chunk), "stop").subList(0, 4);
    JsonObject request = chat(Frames.MODEL, true);
    request.put("script", frames(frames, "hang").put("repeat", 1_000_000));
    try (Socket client = open(request)) {
      int[] seen = {-1};
      await("the backend has to wait")
          .pollInterval(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                int before = seen[0];
                seen[0] = control().getInteger("written");
                return before > 4 && before == seen[0];
              });
      assertTrue(client.isConnected());
      assertTrue(seen[0] < 100_000, () -> seen[0] + " frames of over 1 KB were let through");
    }
    assertBackendIdle(-1);
  }

  @Test
  void bodyWithByteOrderMark_isRefusedByThatName() throws Exception {
    HttpResponse<String> answer = send(CHAT, "\uFEFF" + chat(Frames.MODEL, false).encode());

    assertError(answer, 400, "invalid_request_error");
    assertTrue(answer.body().contains("byte order mark"), answer.body());
  }

  @Test
  void uploadsThatNeverEnd_holdASendersShare_othersAreToldToComeBack() throws Exception {
    List<Socket> uploads = new ArrayList<>();
    try {
      await("no room for one more")
          .atMost(Duration.ofSeconds(60))
          .until(() -> unfinished(uploads, 10_000_000) && uploads.stream().anyMatch(this::refused));

      assertSendersShare(held());
      HttpResponse<String> small = post(CHAT, answered());
      assertEquals(200, small.statusCode(), "a small body has room");
    } finally {
      for (Socket upload : uploads) {
        upload.close();
      }
    }
    await("what they held is given back")
        .until(() -> get("/metrics").body().contains("stepgate_bodies_bytes 0.0\n"));
  }

  @Test
  void uploadsThatNeverEndOverHttp2_holdASendersShare_othersAreToldToComeBack() throws Exception {
    Vertx vertx = Vertx.vertx();
    HttpClientOptions http2 =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false);
    HttpClient client = vertx.createHttpClient(http2);
    AtomicReference<String> refused = new AtomicReference<>();
    double most;
    try {
      await("no room for one more")
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                upload(client, 10_000_000, refused);
                return refused.get() != null;
              });
      most = held();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
    }

    assertEquals("503 with Retry-After", refused.get());
    assertSendersShare(most);
    await("what they held is given back")
        .until(() -> get("/metrics").body().contains("stepgate_bodies_bytes 0.0\n"));
  }

  private double held() {
    String gauge = "stepgate_bodies_bytes ";
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(gauge))
        .mapToDouble(line -> Double.parseDouble(line.substring(gauge.length())))
        .sum();
  }

  /** Another sender has as much still: the first is refused at half of what there is. */
  private static void assertSendersShare(double held) {
    assertTrue(held > 0 && held <= 24 << 20, () -> held + " bytes of one sender");
  }

  private static void upload(HttpClient client, int bytes, AtomicReference<String> refused) {
    client
        .request(HttpMethod.POST, port(), "127.0.0.1", CHAT)
        .onSuccess(
            request -> {
              request
                  .response()
                  .onSuccess(
                      answer -> {
                        if (answer.statusCode() == 503) {
                          boolean told = answer.headers().contains("Retry-After");
                          refused.set("503 with" + (told ? "" : "out") + " Retry-After");
                        }
                      });
              request.exceptionHandler(gone -> {});
              request.setChunked(true).write(Buffer.buffer(new byte[bytes]));
            });
  }

  /** Of one that hears nothing reading fails. */
  private static Socket socket() throws IOException {
    Socket client = new Socket("127.0.0.1", port());
    client.setSoTimeout(PATIENCE_MILLIS);
    return client;
  }

  /** Begins an upload, and leaves it one byte before its end. */
  private static boolean unfinished(List<Socket> uploads, int bytes) throws IOException {
    Socket upload = new Socket("127.0.0.1", port());
    uploads.add(upload);
    String head =
        "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + (bytes + 1) + "\r\n\r\n";
    upload.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    upload.getOutputStream().write(new byte[bytes]);
    return true;
  }

  /** A request that the backend answers. */
  private static JsonObject answered() {
    return chat(Frames.MODEL, false)
        .put("script", new JsonObject().put("json", Frames.whole("hm</think>hi", "stop")));
  }

  private boolean refused(Socket upload) {
    try {
      byte[] answer = new byte[Math.min(1024, upload.getInputStream().available())];
      String text =
          new String(upload.getInputStream().readNBytes(answer.length), StandardCharsets.UTF_8);
      return text.startsWith("HTTP/1.1 503")
          && text.toLowerCase(Locale.ROOT).contains("retry-after:");
    } catch (IOException cut) {
      return false;
    }
  }

  @Test
  void largeBody_reachesTheBackendAsItWas() throws Exception {
    JsonObject request = answered().put("filler", "é".repeat(2_000_000));

    assertEquals(200, post(CHAT, request).statusCode());

    JsonObject seen = new JsonObject(control().getJsonObject("last").getString("body"));
    seen.remove("rid");
    seen.remove("skip_special_tokens");
    assertEquals(request.encode().length(), seen.encode().length());
    assertEquals(request, seen);
  }

  @Test
  void senderThatWaitsToBeAsked_isAsked() throws Exception {
    byte[] body = "{\"messages\":1}".getBytes(StandardCharsets.UTF_8);
    try (Socket client = socket()) {
      String head =
          "POST "
              + CHAT
              + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));

      assertEquals("HTTP/1.1 100 Continue", reader.readLine());
      client.getOutputStream().write(body);
      reader.readLine();
      assertEquals("HTTP/1.1 400 Bad Request", reader.readLine());
    }
  }
}
