package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which trace a request is part of, and what its backend learns of that. */
@QuarkusTest
@TestProfile(TracedGateway.Traced.class)
class TraceContextTest extends TracedGateway {
  @Inject Vertx vertx;

  @Test
  void tracedClient_itsTraceGoesThroughBothSpansToTheBackend() {
    Response answer =
        chat("one", traced("01").header("tracestate", "vendor=7"), request(false, whole()));

    List<SpanData> spans = spans("one", 2);
    SpanData server = spans.get(0);
    SpanData client = spans.get(1);
    assertEquals(200, answer.statusCode());
    assertEquals(SpanKind.SERVER, server.getKind());
    assertEquals(TRACE, server.getTraceId());
    assertEquals(PARENT, server.getParentSpanId());
    assertEquals(SpanKind.CLIENT, client.getKind());
    assertEquals(TRACE, client.getTraceId());
    assertEquals(server.getSpanId(), client.getParentSpanId());
    assertEquals("00-" + TRACE + "-" + client.getSpanId() + "-01", seen("traceparent"));
    assertEquals("vendor=7", seen("tracestate"));
    assertTrue(server.getStartEpochNanos() <= client.getStartEpochNanos());
    assertTrue(client.getEndEpochNanos() <= server.getEndEpochNanos());
  }

  @Test
  void clientWithoutATrace_beginsOne() {
    chat("two", RestAssured.given(), request(false, whole()));

    SpanData server = spans("two", 2).get(0);
    assertFalse(server.getParentSpanContext().isValid());
    assertTrue(seen("traceparent").startsWith("00-" + server.getTraceId() + "-"));
    assertNull(seen("tracestate"));
  }

  @Test
  void nonsenseInsteadOfATrace_doesNotReachTheBackend() {
    RequestSpecification nonsense =
        RestAssured.given().header("traceparent", "00-nope").header("tracestate", "vendor=7");
    chat("three", nonsense, request(false, whole()));

    SpanData server = spans("three", 2).get(0);
    assertFalse(server.getParentSpanContext().isValid());
    assertTrue(seen("traceparent").startsWith("00-" + server.getTraceId() + "-"));
    assertNull(seen("tracestate"));
  }

  @Test
  void traceThatIsNotKept_isOnlyPassedOn() {
    chat("four", traced("00"), request(false, whole()));
    chat("five", traced("01"), request(false, whole()));

    spans("five", 2);
    assertEquals(List.of(), of("four"));
    chat("six", traced("00"), request(false, whole()));
    assertTrue(
        seen("traceparent").matches("00-" + TRACE + "-(?!" + PARENT + ")[0-9a-f]{16}-00"),
        seen("traceparent"));
  }

  @Test
  void whatIsNoRequestForABackend_makesNoSpan() {
    for (String path : List.of("/health", "/q/health", "/metrics", "/v1/models", "/nowhere")) {
      RestAssured.given().header("X-Request-Id", "fifteen").get(path);
    }
    chat("sixteen", RestAssured.given(), request(false, whole()));

    spans("sixteen", 2);
    assertEquals(List.of(), of("fifteen"));
    assertTrue(
        memory.spans().stream()
            .allMatch(span -> span.getInstrumentationScopeInfo().getName().equals("io.stepgate")));
  }

  @Test
  void vertx_isNotHookedInto() {
    assertNull(((VertxInternal) vertx).tracer());
    assertFalse(vertx.isMetricsEnabled());
  }
}
