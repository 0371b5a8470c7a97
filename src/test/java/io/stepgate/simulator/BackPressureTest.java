package io.stepgate.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class BackPressureTest {
  private static final int TOKENS = 20_000;

  /** Echoed in every frame, which makes 40 MB: many times what the sockets' buffers hold. */
  private static final String LONG_MODEL = "m".repeat(2000);

  @Test
  void clientThatDoesNotRead_holdsItsOwnStreamAndNoOther() throws Exception {
    try (RunningSimulator server = RunningSimulator.start(RunningSimulator.raw());
        RawClient lazy = new RawClient(server.port())) {
      JsonObject request =
          Chats.stream("Go on.")
              .put("max_tokens", TOKENS)
              .put("ignore_eos", true)
              .put("model", LONG_MODEL);
      lazy.post(Chats.PATH, request);
      await().until(() -> server.activeRequests() == 1);

      // A later request of the same size runs through, so the first has had all the time it needs.
      server.chunks(Chats.PATH, request);

      assertEquals(1, server.activeRequests());
      server.inside(counted -> assertEquals(1, counted.servedStreams()));
      lazy.leave();
      await().until(() -> server.activeRequests() == 0);
      server.inside(counted -> assertEquals(1, counted.clientDisconnects()));
    }
  }
}
