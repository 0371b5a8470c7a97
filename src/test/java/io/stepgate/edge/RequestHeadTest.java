package io.stepgate.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.Frames;
import io.stepgate.testing.RawHttp2;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads that nobody should act on get an error in the API's shape, over both protocols. */
@QuarkusTest
class RequestHeadTest extends GatewayClient {
  private static final int PATIENCE_MILLIS = 5_000;

  @ParameterizedTest
  @CsvSource({"/%zz, 400", "/health?x=%zz, 400", "*, 404", "/health#top, 400"})
  void target_thatIsNoPath_isRefusedInTheShapeOfTheApi(String target, int status) throws Exception {
    RawAnswer answer = send("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertRefused(status, answer);
  }

  @ParameterizedTest
  @CsvSource({"/%zz, 400", "/health?x=%zz, 400", "*, 404"})
  void target_thatIsNoPath_isRefusedOverHttp2Too(String target, int status) throws Exception {
    try (RawHttp2 client = new RawHttp2(port())) {
      client.head(1, RawHttp2.END_STREAM, "GET", target).send();

      RawHttp2.Answer answer = client.answer(1);

      assertEquals(status, answer.status(), answer.body());
      assertEquals("error", new JsonObject(answer.body()).fieldNames().iterator().next());
      assertTrue(answer.headers().contains("x-request-id"));
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void head_inDoubt_isRefusedAndEndsTheConnection(int status, String head) throws Exception {
    RawAnswer answer =
        send(head + "\r\n" + "GET /live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertRefused(status, answer);
    assertEquals("close", answer.header("connection"));
  }

  static Stream<Arguments> heads() {
    return Stream.of(
        arguments(400, "GET /health HTTP/1.1\r\n"),
        arguments(400, "GET /health HTTP/1.1\r\nHost: a b\r\n"),
        arguments(400, "GET /health HTTP/1.1\r\nHost: a\r\n: none\r\n"),
        arguments(400, "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n"),
        arguments(501, "POST /generate HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n"),
        arguments(
            501, "POST /generate HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nx: y", "a\nb", "a\0b", "a\u007fb"})
  void headerOverHttp2_thatHttp1CannotCarry_isRefusedBeforeABackendIsAsked(String value)
      throws Exception {
    String body = chat(Frames.MODEL, false).encode();
    try (RawHttp2 client = new RawHttp2(port())) {
      client.head(1, 0, "POST", CHAT, "x-note", value).data(1, RawHttp2.END_STREAM, body).send();

      RawHttp2.Answer answer = client.answer(1);

      assertEquals(400, answer.status(), answer.body());
      assertFalse(answer.headers().contains("x-stepgate-backend"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/models", "/health", "/server_info", "/metrics", "/q/health", "/live/events"})
  void head_whereGetWorks_hasTheSameHeadAndNoBody(String path) throws Exception {
    RawAnswer answer =
        send("HEAD " + path + " HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nConnection: close\r\n\r\n");

    assertEquals(200, answer.status(), answer.body());
    assertEquals("", answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models", "/server_info", "/live/events"})
  void head_overHttp2_hasNoBody(String path) throws Exception {
    try (RawHttp2 client = new RawHttp2(port())) {
      client.head(1, RawHttp2.END_STREAM, "HEAD", path).send();

      RawHttp2.Answer answer = client.answer(1);

      assertEquals(200, answer.status());
      assertEquals("", answer.body());
    }
  }

  @Test
  void streamOverHttp10_whoseClientWouldKeepTheConnection_endsWithIt() throws Exception {
    String body =
        chat(Frames.MODEL, true)
            .put("script", frames(Frames.raw(List.of("hm", "</think>", "hi"), "stop"), "finish"))
            .encode();

    RawAnswer answer =
        send(
            "POST "
                + CHAT
                + " HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);

    assertEquals("close", answer.header("connection"));
    assertTrue(answer.body().endsWith("data: [DONE]\n\n"), answer.body());
  }

  private record RawAnswer(String head, String body) {
    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    String header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** Reads until the gateway closes the connection. */
  private static RawAnswer send(String request) throws IOException {
    try (Socket client = new Socket("127.0.0.1", port())) {
      client.setSoTimeout(PATIENCE_MILLIS);
      client.getOutputStream().write(request.getBytes(ISO_8859_1));
      String all = new String(client.getInputStream().readAllBytes(), ISO_8859_1);
      int end = all.indexOf("\r\n\r\n") + 4;
      return new RawAnswer(all.substring(0, end), all.substring(end));
    }
  }

  private static void assertRefused(int status, RawAnswer answer) {
    assertEquals(status, answer.status(), answer.body());
    JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
    assertFalse(error.getString("message").isEmpty());
    assertFalse(answer.header("x-request-id").isEmpty());
  }
}
