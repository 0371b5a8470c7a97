package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.Frames;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever comes from outside has a limit. */
@QuarkusTest
class LimitsTest extends GatewayClient {
  @Test
  void slowSender_isGivenUp() throws Exception {
    try (Socket client = new Socket("127.0.0.1", port())) {
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
  void senderThatWaitsToBeAsked_isAsked() throws Exception {
    byte[] body = "{\"messages\":1}".getBytes(StandardCharsets.UTF_8);
    try (Socket client = new Socket("127.0.0.1", port())) {
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
