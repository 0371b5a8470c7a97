package io.stepgate.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.stepgate.simulator.http.RecordedRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RecordedRequestTest {
  @Test
  void request_posted_isKeptForTests() throws Exception {
    AtomicReference<List<RecordedRequest>> kept = new AtomicReference<>();
    try (RunningSimulator server = RunningSimulator.start(RunningSimulator.parsing())) {
      server.send(server.post(Chats.PATH, Chats.ask("Remember me"), "X-Mark", "7"));

      server.inside(simulator -> kept.set(simulator.requests()));
    }
    assertNotNull(kept.get());
    RecordedRequest last = kept.get().get(kept.get().size() - 1);
    assertEquals(Chats.PATH, last.path());
    assertEquals("7", last.headers().get("x-mark"));
    assertEquals(Chats.ask("Remember me").encode(), last.body());
  }
}
