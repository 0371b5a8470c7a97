package io.stepgate.ops;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.arc.All;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.stepgate.edge.ExchangeObserver;
import io.stepgate.testing.Frames;
import io.stepgate.testing.PacedBackendResource;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where nobody said where spans go, nothing is there that could make or send one. */
@QuarkusTest
@WithTestResource(PacedBackendResource.class)
class TracingOffTest {
  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Inject @All List<ExchangeObserver> observers;
  @Inject Optional<ExemplarSampler> exemplars;
  @Inject Vertx vertx;

  @BeforeEach
  void ready() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> RestAssured.get("/health").statusCode() == 200);
  }

  @Test
  void clientsOwnTrace_travelsAsItIs() {
    chat(RestAssured.given().header("traceparent", TRACEPARENT).header("tracestate", "a=1,b=2"));

    assertEquals(TRACEPARENT, seen("traceparent"));
    assertEquals("a=1,b=2", seen("tracestate"));
  }

  @Test
  void noTrace_noHeader() {
    chat(RestAssured.given());

    assertNull(seen("traceparent"));
    assertNull(seen("tracestate"));
  }

  @Test
  void nobodyWatchesForSpans() {
    assertFalse(observers.isEmpty());
    assertFalse(observers.stream().anyMatch(Tracing.class::isInstance));
    assertEquals(Optional.empty(), exemplars);
    assertNull(((VertxInternal) vertx).tracer());
    assertFalse(vertx.isMetricsEnabled());
  }

  /** Those of a gateway that ran before in this process may still be on their way out. */
  @Test
  void noThreadWaitsForSpans() {
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .noneMatch(name -> name.startsWith("Batch") || name.startsWith("Periodic")));
  }

  private static void chat(RequestSpecification client) {
    JsonObject message = new JsonObject().put("role", "user").put("content", "hi");
    JsonObject request =
        new JsonObject()
            .put("model", PacedBackendResource.LOGGED)
            .put("messages", new JsonArray().add(message))
            .put("script", new JsonObject().put("json", Frames.whole("hm</think>hi", "stop")));
    assertEquals(200, client.body(request.encode()).post("/v1/chat/completions").statusCode());
  }

  private String seen(String header) {
    String backend =
        ConfigProvider.getConfig().getValue("stepgate.backends.paced.url", String.class);
    String control = RestAssured.get(backend + "/control").asString();
    return new JsonObject(control).getJsonObject("last").getString("header." + header);
  }
}
