package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.RawHttp2;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one HTTP/2 connection may do to the gateway, and what of it is left when it is cut. */
@QuarkusTest
class Http2ConnectionTest extends GatewayClient {
  /** RFC 9113, 7: the request was not looked at and may be sent again. */
  private static final int REFUSED_STREAM = 0x7;

  private static final int ENHANCE_YOUR_CALM = 0xb;

  /** {@code quarkus.http.limits.max-concurrent-streams}. */
  private static final int MOST = 256;

  @ParameterizedTest
  @ValueSource(ints = {300, 1000})
  void connectionCut_withManyRequestsOpen_leavesNothingBehind(int requests) throws Exception {
    try (RawHttp2 client = new RawHttp2(port())) {
      open(client, requests).send();
      client.next(RawHttp2.SETTINGS);
    }

    await("no request in flight")
        .atMost(Duration.ofSeconds(10))
        .until(() -> get("/metrics").body().contains("stepgate_requests_in_flight 0.0\n"));
    assertEquals(200, get("/health").statusCode());
  }

  @Test
  void request_overTheMostAtOnce_isRefusedBeforeSettingsAreAcknowledged() throws Exception {
    try (RawHttp2 client = new RawHttp2(port())) {
      open(client, MOST + 1).send();

      RawHttp2.Frame reset = client.next(RawHttp2.RST_STREAM);

      assertEquals(REFUSED_STREAM, reset.code());
      assertEquals(2 * MOST + 1, reset.stream());
    }
  }

  @Test
  void requests_resetAtOnceAgainAndAgain_endTheConnection() throws Exception {
    try (RawHttp2 client = new RawHttp2(port())) {
      for (int i = 0; i < 201; i++) {
        client.head(2 * i + 1, 0, "POST", CHAT);
        client.frame(RawHttp2.RST_STREAM, 0, 2 * i + 1, new byte[4]);
      }
      client.send();

      assertEquals(ENHANCE_YOUR_CALM, client.next(RawHttp2.GOAWAY).code());
    }
  }

  private static RawHttp2 open(RawHttp2 client, int requests) {
    for (int i = 0; i < requests; i++) {
      client.head(2 * i + 1, 0, "POST", CHAT, "content-type", "application/json");
    }
    return client;
  }
}
