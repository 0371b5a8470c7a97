package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.stepgate.testing.Frames;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the spans of a request tell. */
@QuarkusTest
@TestProfile(TracedGateway.Traced.class)
class RequestSpansTest extends TracedGateway {
  @Test
  void spans_tellTheConventionsAttributes() {
    chat("seven", RestAssured.given(), request(false, whole()));

    List<SpanData> spans = spans("seven", 2);
    assertEquals("chat " + MODEL, spans.get(0).getName());
    assertEquals(
        Map.of(
            "http.request.method",
            "POST",
            "http.route",
            CHAT,
            "url.path",
            CHAT,
            "http.response.status_code",
            200L,
            "stepgate.request.id",
            "seven",
            "stepgate.outcome",
            "ok"),
        attributes(spans.get(0)));
    assertEquals("chat " + MODEL, spans.get(1).getName());
    assertEquals(
        Map.ofEntries(
            Map.entry("http.request.method", "POST"),
            Map.entry("http.response.status_code", 200L),
            Map.entry("server.address", "127.0.0.1"),
            Map.entry("server.port", (long) backend().getPort()),
            Map.entry("stepgate.backend", "paced"),
            Map.entry("gen_ai.operation.name", "chat"),
            Map.entry("gen_ai.provider.name", "sglang"),
            Map.entry("gen_ai.request.model", MODEL),
            Map.entry("gen_ai.response.model", MODEL),
            Map.entry("gen_ai.response.finish_reasons", List.of("stop")),
            Map.entry("gen_ai.usage.input_tokens", 25L),
            Map.entry("gen_ai.usage.output_tokens", 10L)),
        attributes(spans.get(1)));
    for (SpanData span : spans) {
      assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
      assertEquals(List.of(), span.getEvents(), "a whole answer has no first piece");
      assertFalse(span.toString().contains(PROMPT) || span.toString().contains(ANSWER));
    }
  }

  @Test
  void stream_hasAnEventForTheFirstPieceOfEachPhase() {
    List<String> frames = Frames.raw(List.of("hm", " so", "</think>", ANSWER, "!"), "tool_calls");
    frames.add(
        6,
        Frames.frame(
            new JsonObject(
                "{\"tool_calls\":[{\"id\":\"c\",\"index\":0,\"type\":\"function\","
                    + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"),
            null));

    chat("eight", RestAssured.given(), request(true, frames(frames, "finish").put("gap", 5)));

    SpanData client = spans("eight", 2).get(1);
    List<EventData> events = client.getEvents();
    assertEquals(
        List.of("first_reasoning", "first_answer", "first_tool_call"),
        events.stream().map(EventData::getName).toList());
    long before = client.getStartEpochNanos();
    for (EventData event : events) {
      assertTrue(event.getEpochNanos() > before, () -> events + " after " + client);
      before = event.getEpochNanos();
    }
    assertTrue(client.getEndEpochNanos() > before);
    assertEquals(List.of("tool_calls"), attributes(client).get("gen_ai.response.finish_reasons"));
  }

  @Test
  void backendRefuses_itIsTheClientSpansError() {
    JsonObject script =
        new JsonObject().put("status", 400).put("json", "{\"message\":\"too long\"}");

    chat("nine", RestAssured.given(), request(false, script));

    List<SpanData> spans = spans("nine", 2);
    assertEquals(StatusCode.UNSET, spans.get(0).getStatus().getStatusCode());
    assertEquals(400L, attributes(spans.get(0)).get("http.response.status_code"));
    assertEquals("invalid_request_error", attributes(spans.get(0)).get("stepgate.outcome"));
    assertNull(attributes(spans.get(0)).get("error.type"));
    assertFailed(spans.get(1), "invalid_request_error");
  }

  @Test
  void streamBreaksOff_isAnErrorOfBoth() {
    List<String> frames = Frames.raw(List.of("hm", "</think>", ANSWER), "stop").subList(0, 3);

    chat("ten", RestAssured.given(), request(true, frames(frames, "close")));

    List<SpanData> spans = spans("ten", 2);
    assertFailed(spans.get(0), "upstream_error");
    assertEquals(200L, attributes(spans.get(0)).get("http.response.status_code"));
    assertFailed(spans.get(1), "upstream_error");
    assertEquals(MODEL, attributes(spans.get(1)).get("gen_ai.response.model"));
  }

  @Test
  void everyTry_hasItsSpan() {
    chat("eleven", RestAssured.given(), request(true, frames(List.of(), "close")));

    List<SpanData> spans = spans("eleven", 3);
    assertFailed(spans.get(0), "upstream_error");
    for (int i = 1; i < spans.size(); i++) {
      assertFailed(spans.get(i), "upstream_error");
      assertEquals(spans.get(0).getSpanId(), spans.get(i).getParentSpanId());
      Object resent = attributes(spans.get(i)).get("http.request.resend_count");
      assertEquals(i == 1 ? null : (Long) (i - 1L), resent);
      assertTrue(spans.get(i).getEndEpochNanos() >= spans.get(i).getStartEpochNanos());
    }
    assertTrue(spans.get(1).getEndEpochNanos() <= spans.get(2).getStartEpochNanos());
    assertTrue(seen("traceparent").contains(spans.get(2).getSpanId()));
    assertNotEquals(spans.get(1).getSpanId(), spans.get(2).getSpanId());
  }

  @Test
  void clientGone_isToldAndIsNoError() throws Exception {
    List<String> frames = Frames.raw(List.of("hm", "</think>", ANSWER), "stop").subList(0, 3);
    byte[] body = request(true, frames(frames, "hang")).encode().getBytes(StandardCharsets.UTF_8);
    try (Socket client = new Socket("127.0.0.1", RestAssured.port)) {
      String head =
          "POST "
              + CHAT
              + " HTTP/1.1\r\nHost: x\r\nX-Request-Id: twelve\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().write(body);
      assertTrue(client.getInputStream().read() >= 0);
    }

    for (SpanData span : spans("twelve", 2)) {
      assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
      assertEquals("cancelled", attributes(span).get("error.type"));
    }
  }

  @Test
  void refusedAtTheDoor_hasAServerSpanAlone() {
    traced("01").header("X-Request-Id", "thirteen").body("{nope").post(CHAT);

    SpanData server = spans("thirteen", 1).get(0);
    assertEquals(TRACE, server.getTraceId());
    assertEquals("chat other", server.getName());
    assertEquals(400L, attributes(server).get("http.response.status_code"));
    assertEquals(StatusCode.UNSET, server.getStatus().getStatusCode());
  }

  @Test
  void pathWithoutAModel_isNamedByItsRoute() {
    RestAssured.given()
        .header("X-Request-Id", "fourteen")
        .body(new JsonObject().put("script", new JsonObject().put("json", "{}")).encode())
        .post("/tokenize");

    List<SpanData> spans = spans("fourteen", 2);
    assertEquals("POST /tokenize", spans.get(0).getName());
    assertEquals("POST /tokenize", spans.get(1).getName());
    assertTrue(
        attributes(spans.get(1)).keySet().stream().noneMatch(name -> name.startsWith("gen_ai")));
  }
}
