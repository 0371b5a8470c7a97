package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong in the gateway itself ends its request, and nothing else. */
@QuarkusTest
class FaultTest extends GatewayClient {
  private final List<ExtLogRecord> errors = new CopyOnWriteArrayList<>();
  private final ExtHandler handler =
      new ExtHandler() {
        @Override
        protected void doPublish(ExtLogRecord line) {
          if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
            errors.add(line);
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

  @ParameterizedTest
  @ValueSource(strings = {FaultyRoute.EARLY, "late"})
  void error_inTheGatewayItself_endsTheRequestInOrder(String when) throws Exception {
    HttpResponse<String> answer = send(FaultyRoute.PATH, when);

    assertError(answer, 500, "upstream_error");
    await("no request in flight")
        .until(() -> get("/metrics").body().contains("stepgate_requests_in_flight 0.0\n"));
  }

  @ParameterizedTest
  @CsvSource({
    FaultyRoute.PATH + ", " + FaultyRoute.EARLY + ", errand",
    FaultyRoute.PATH + ", late, body",
    FaultyRoute.OWN + ", {}, enter"
  })
  void fault_insideARequest_isLoggedOnceWithItsPlacesAndWithoutItsWords(
      String path, String body, String method) throws Exception {
    HttpResponse<String> answer = send(path, body);

    assertError(answer, 500, "upstream_error");
    await().until(() -> !errors.isEmpty());
    String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
    assertEquals(
        List.of("request " + id + " failed"), errors.stream().map(FaultTest::said).toList());
    StringWriter trace = new StringWriter();
    errors.get(0).getThrown().printStackTrace(new PrintWriter(trace, true));
    assertTrue(trace.toString().contains("java.lang.StackOverflowError"), trace::toString);
    assertTrue(trace.toString().contains("." + method + "(FaultyRoute.java:"), trace::toString);
    assertFalse(trace.toString().contains(FaultyRoute.SECRET), trace::toString);
    assertFalse(answer.body().contains(FaultyRoute.SECRET), answer::body);
  }

  private static String said(ExtLogRecord line) {
    return String.format(line.getMessage(), line.getParameters());
  }
}
