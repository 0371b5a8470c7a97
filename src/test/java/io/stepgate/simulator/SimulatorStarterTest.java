package io.stepgate.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.stepgate.simulator.engine.TimingProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SimulatorStarterTest.AnyPort.class)
class SimulatorStarterTest {
  @Inject SimulatorStarter starter;
  @Inject Vertx vertx;

  /** Keeps the test off the port that a running dev mode has taken. */
  public static class AnyPort implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "stepgate.simulator.port", freePort(), "stepgate.simulator.reasoning-parser", "step3p5");
    }

    private static String freePort() {
      try (ServerSocket socket = new ServerSocket(0)) {
        return Integer.toString(socket.getLocalPort());
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  @Test
  void applicationWithoutBackends_started_hasASimulatorWithTheWishedParser() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + starter.port().orElseThrow() + "/model_info");

    HttpResponse<String> info =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

    assertTrue(info.body().contains("\"reasoning_parser\":\"step3p5\""), info.body());
  }

  @Test
  void backends_inAnySpelling_areNoticed() {
    assertTrue(SimulatorStarter.namesBackend(List.of("a", "stepgate.backends.\"x\".url")));
    assertTrue(SimulatorStarter.namesBackend(List.of("STEPGATE_BACKENDS_A_URL")));
    assertFalse(SimulatorStarter.namesBackend(List.of("stepgate.simulator.port")));
  }

  @Test
  void port_inUse_stopsTheStartWithItsNumberAndAWayOut() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      SimulatorStarter second = new SimulatorStarter(vertx, onPort(taken.getLocalPort()));

      IllegalStateException failed = assertThrows(IllegalStateException.class, second::start);

      assertEquals(
          "The simulator cannot start: port "
              + taken.getLocalPort()
              + " is in use; set stepgate.simulator.port to a free one, or configure a backend",
          failed.getMessage());
      assertTrue(second.port().isEmpty());
    }
  }

  private static SimulatorConfig onPort(int port) {
    return new SimulatorConfig() {
      @Override
      public boolean enabled() {
        return true;
      }

      @Override
      public int port() {
        return port;
      }

      @Override
      public TimingProfile profile() {
        return TimingProfile.INSTANT;
      }

      @Override
      public Optional<String> reasoningParser() {
        return Optional.empty();
      }

      @Override
      public Optional<String> toolCallParser() {
        return Optional.empty();
      }
    };
  }
}
