package io.stepgate.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.openai.ApiError;
import io.stepgate.testing.RawHttp2;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a connection may become an HTTP/2 one, and what it is then. */
class AcceptorTest {
  private final Vertx vertx = Vertx.vertx();
  private int port;

  @BeforeEach
  void listen() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  ClientConnection.meet(request);
                  ApiError fault = RequestHead.fault(request);
                  String place = Loopback.calls(request) ? "here" : "elsewhere";
                  request.response().end(fault == null ? place : fault.message());
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    port = server.actualPort();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void upgrade_configured_leadsToAConnectionThatIsNobodyOfThisMachine() throws Exception {
    guard(true);
    try (RawHttp2 direct = new RawHttp2(port);
        RawHttp2 upgraded = RawHttp2.upgraded(port)) {
      direct.head(3, RawHttp2.END_STREAM, "POST", "/").send();
      upgraded.head(3, RawHttp2.END_STREAM, "POST", "/").send();

      String here = direct.answer(3).body();
      String elsewhere = upgraded.answer(3).body();

      assertEquals("here", here);
      assertEquals("elsewhere", elsewhere);
    }
  }

  @Test
  void upgrade_ofARequestThatIsMalformed_isAsMalformedAsWithout() throws Exception {
    guard(true);
    String upgrade =
        "GET /health HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: AAMAAABk\r\nContent-Length: 5, 5\r\n\r\n"
            + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
    StringBuilder answer = new StringBuilder();
    try (Socket client = new Socket("127.0.0.1", port)) {
      client.setSoTimeout(10_000);
      client.getOutputStream().write(upgrade.getBytes(US_ASCII));

      while (answer.indexOf("Content-Length is no number") < 0) {
        int next = client.getInputStream().read();
        assertTrue(next >= 0, answer.toString());
        answer.append((char) next);
      }
    }
  }

  @Test
  void upgrade_notConfigured_isNone() throws Exception {
    guard(false);

    IOException none = assertThrows(IOException.class, () -> RawHttp2.upgraded(port));

    assertEquals("no upgrade: HTTP/1.1 200 OK", none.getMessage().lines().findFirst().orElse(""));
  }

  private void guard(boolean upgrade) throws Exception {
    Acceptor.guard(vertx, new HttpServerOptions(), upgrade);
    // What the loop had to do before this is done.
    ((VertxInternal) vertx).getAcceptorEventLoopGroup().next().submit(() -> {}).get();
  }
}
