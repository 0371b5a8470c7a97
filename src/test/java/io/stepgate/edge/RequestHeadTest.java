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
  @ValueSource(strings = {"", "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"})
  void head_thatCannotBeRead_isRefusedInTheShapeOfTheApi(String before) throws Exception {
    String long4k = "x".repeat(5_000);
    for (String head :
        List.of(
            "400 GET /health HTTP/1.1\r\nHo st: a\r\n\r\n",
            "400 GET /health HTTP/nonsense\r\n\r\n",
            "414 GET /" + long4k + " HTTP/1.1\r\nHost: x\r\n\r\n",
            "431 GET /health HTTP/1.1\r\nHost: x\r\nx: " + long4k.repeat(5) + "\r\n\r\n")) {
      String answers = exchange(before + head.substring(4));

      String last = answers.substring(answers.lastIndexOf("HTTP/1."));
      int end = last.indexOf("\r\n\r\n") + 4;
      RawAnswer answer = new RawAnswer(last.substring(0, end), last.substring(end));
      assertRefused(Integer.parseInt(head.substring(0, 3)), answer);
      assertTrue(answer.body().contains("invalid_request_error"), answer.body());
      assertEquals("close", answer.header("connection"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Upgrade, HTTP2-Settings|h2c|HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
        "Upgrade, HTTP2-Settings|websocket, H2C|HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
        "Upgrade|h2c|X-Nothing: 1"
      })
  void upgradeToHttp2_notConfigured_isAnsweredAsTheRequestThatItIs(
      String connection, String upgrade, String settings) throws Exception {
    String asking =
        " HTTP/1.1\r\nHost: x\r\nConnection: "
            + connection
            + "\r\nUpgrade: "
            + upgrade
            + "\r\n"
            + settings
            + "\r\n";
    JsonObject script = new JsonObject().put("json", Frames.whole("hm</think>hi", "stop"));
    String body = chat(Frames.MODEL, false).put("script", script).encode();
    String last = "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    String probed = exchange("GET /health" + asking + "\r\n" + last);
    String chatted =
        exchange(
            "POST "
                + CHAT
                + asking
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body
                + last);

    for (String answers : List.of(probed, chatted)) {
      assertEquals(3, answers.split("HTTP/1.1 200 OK").length, answers);
      assertFalse(answers.contains("HTTP/1.1 101"), answers);
    }
    assertTrue(chatted.contains("\"choices\""), chatted);
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
    String all = exchange(request);
    int end = all.indexOf("\r\n\r\n") + 4;
    return new RawAnswer(all.substring(0, end), all.substring(end));
  }

  private static String exchange(String requests) throws IOException {
    try (Socket client = new Socket("127.0.0.1", port())) {
      client.setSoTimeout(PATIENCE_MILLIS);
      client.getOutputStream().write(requests.getBytes(ISO_8859_1));
      return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static void assertRefused(int status, RawAnswer answer) {
    assertEquals(status, answer.status(), answer.body());
    JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
    assertFalse(error.getString("message").isEmpty());
    assertFalse(answer.header("x-request-id").isEmpty());
  }
}
