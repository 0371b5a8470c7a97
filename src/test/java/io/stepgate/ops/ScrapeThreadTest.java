package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.stepgate.testing.PacedBackendResource;
import io.vertx.core.Context;
import jakarta.inject.Inject;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Streams must not wait until somebody's look at the figures is over. */
@QuarkusTest
@WithTestResource(PacedBackendResource.class)
class ScrapeThreadTest {
  @Inject MeterRegistry registry;

  @Test
  void aScrape_isNoWorkForAnEventLoop() {
    Queue<Boolean> onLoop = new ConcurrentLinkedQueue<>();
    Gauge gauge =
        Gauge.builder(
                "test.scrape.thread",
                () -> {
                  onLoop.add(Context.isOnEventLoopThread());
                  return 0;
                })
            .register(registry);
    try {
      RestAssured.get("/metrics").then().statusCode(200);
    } finally {
      registry.remove(gauge);
    }

    assertEquals(Set.of(false), Set.copyOf(onLoop));
  }
}
