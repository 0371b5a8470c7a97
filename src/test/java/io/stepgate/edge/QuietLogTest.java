package io.stepgate.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.Frames;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others do wrong is told as an outcome; an ERROR line would be the gateway's own fault. */
@QuarkusTest
class QuietLogTest extends GatewayClient {
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final ExtHandler handler =
      new ExtHandler() {
        @Override
        protected void doPublish(ExtLogRecord line) {
          if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
            errors.add(line.getLoggerName() + ": " + line.getMessage());
          }
        }
      };

  @BeforeEach
  void listen() {
    Logger.getLogger("").addHandler(handler);
  }

  @AfterEach
  void leave() {
    Logger.getLogger("").removeHandler(handler);
  }

  @Test
  void backend_thatResetsItsConnection_isNoErrorLine() throws Exception {
    List<String> frames = Frames.raw(List.of("hm"), "stop");

    HttpResponse<String> answer =
        post(CHAT, chat(Frames.MODEL, true).put("script", frames(frames.subList(0, 2), "reset")));

    assertTrue(answer.body().contains("upstream_error"), answer.body());
    assertEquals(List.of(), errors);
  }

  @Test
  void client_thatResetsItsConnection_isNoErrorLine() throws Exception {
    try (Socket client = open(chat(Frames.MODEL, true).put("script", frames(List.of(), "hang")))) {
      await().until(() -> !control().getJsonArray("running").isEmpty());
      client.setSoLinger(true, 0);
    }

    await().until(() -> control().getJsonArray("running").isEmpty());
    assertEquals(List.of(), errors);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health HTTP/1.1\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nNonsense\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nContent-Length: 5, 6\r\n",
        "POST /generate HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /generate HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n"
      })
  void request_thatIsMalformed_isNoErrorLine(String head) throws Exception {
    String answer;
    try (Socket client = new Socket("127.0.0.1", port())) {
      client.setSoTimeout(10_000);
      client.getOutputStream().write((head + "\r\n").getBytes(US_ASCII));
      answer = new String(client.getInputStream().readAllBytes(), US_ASCII);
    }

    assertTrue(answer.startsWith("HTTP/1.1 400") || answer.startsWith("HTTP/1.1 501"), answer);
    assertEquals(List.of(), errors);
  }
}
