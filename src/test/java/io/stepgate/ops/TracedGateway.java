package io.stepgate.ops;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.stepgate.testing.Frames;
import io.stepgate.testing.PacedBackendResource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;

/** A gateway that keeps its spans, a client of it, and a backend that tells what it saw. */
@WithTestResource(PacedBackendResource.class)
abstract class TracedGateway {
  static final String CHAT = "/v1/chat/completions";
  static final String MODEL = PacedBackendResource.LOGGED;
  static final String PROMPT = "what-was-asked";
  static final String ANSWER = "what-was-answered";
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final String PARENT = "b7ad6b7169203331";

  /** Spans go into memory; the endpoint is what switches tracing on, and nobody listens there. */
  public static class Traced implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.otel.exporter.otlp.endpoint",
          "http://127.0.0.1:9",
          "quarkus.otel.bsp.schedule.delay",
          "20ms");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(SpanMemory.class);
    }
  }

  @Inject SpanMemory memory;

  /** Where the backend is. */
  static URI backend() {
    return ConfigProvider.getConfig().getValue("stepgate.backends.paced.url", URI.class);
  }

  @BeforeEach
  void start() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> RestAssured.get("/v1/models").asString().contains(MODEL));
  }

  static void assertFailed(SpanData span, String type) {
    assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
    assertEquals(type, attributes(span).get("error.type"));
  }

  static RequestSpecification traced(String flags) {
    return RestAssured.given().header("traceparent", "00-" + TRACE + "-" + PARENT + "-" + flags);
  }

  static Response chat(String id, RequestSpecification client, JsonObject request) {
    return client.header("X-Request-Id", id).body(request.encode()).post(CHAT);
  }

  static JsonObject request(boolean stream, JsonObject script) {
    JsonObject message = new JsonObject().put("role", "user").put("content", PROMPT);
    return new JsonObject()
        .put("model", MODEL)
        .put("stream", stream)
        .put("messages", new JsonArray().add(message))
        .put("script", script);
  }

  static JsonObject whole() {
    return new JsonObject().put("json", Frames.whole("hm</think>" + ANSWER, "stop"));
  }

  static JsonObject frames(List<String> frames, String end) {
    return new JsonObject().put("frames", new JsonArray(frames)).put("end", end);
  }

  /** A header of the last request that the backend saw; null if it had none. */
  String seen(String header) {
    String control = RestAssured.get(backend() + "/control").asString();
    return new JsonObject(control).getJsonObject("last").getString("header." + header);
  }

  /** The request's spans: the server's, then the tries in their order. */
  List<SpanData> spans(String id, int count) {
    return await().until(() -> of(id), spans -> spans.size() == count);
  }

  List<SpanData> of(String id) {
    List<SpanData> server =
        memory.spans().stream()
            .filter(span -> id.equals(attributes(span).get("stepgate.request.id")))
            .toList();
    return memory.spans().stream()
        .filter(
            span ->
                server.stream()
                    .anyMatch(
                        root -> root == span || root.getSpanId().equals(span.getParentSpanId())))
        .sorted(
            (a, b) ->
                a.getKind() == b.getKind()
                    ? Long.compare(a.getStartEpochNanos(), b.getStartEpochNanos())
                    : a.getKind() == SpanKind.SERVER ? -1 : 1)
        .toList();
  }

  static Map<String, Object> attributes(SpanData span) {
    Map<AttributeKey<?>, Object> typed = span.getAttributes().asMap();
    return typed.entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().getKey(), Map.Entry::getValue));
  }
}
