package io.stepgate.edge;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong in the gateway itself ends its request, and nothing else. */
@QuarkusTest
class FaultTest extends GatewayClient {
  @ParameterizedTest
  @ValueSource(strings = {FaultyRoute.EARLY, "late"})
  void error_inTheGatewayItself_endsTheRequestInOrder(String when) throws Exception {
    HttpResponse<String> answer = send(FaultyRoute.PATH, when);

    assertError(answer, 500, "upstream_error");
    await("no request in flight")
        .until(() -> get("/metrics").body().contains("stepgate_requests_in_flight 0.0\n"));
  }
}
