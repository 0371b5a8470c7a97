package io.stepgate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.stepgate.testing.ScriptedBackend;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallTest {
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final ExtHandler handler =
      new ExtHandler() {
        @Override
        protected void doPublish(ExtLogRecord line) {
          if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
            errors.add(line.getLoggerName() + ": " + line.getMessage());
          }
        }
      };
  private Vertx vertx;
  private ScriptedBackend backend;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    backend = new ScriptedBackend();
    Logger.getLogger("").addHandler(handler);
  }

  @AfterEach
  void stop() {
    Logger.getLogger("").removeHandler(handler);
    backend.close();
    vertx.close();
  }

  @Test
  void call_givenUpBeforeItsConnectionCame_isNoErrorLine() throws Exception {
    Call call = new Call(vertx, null, null);
    call.cancel();
    HttpClientRequest connection =
        vertx
            .createHttpClient()
            .request(HttpMethod.POST, backend.port(), "127.0.0.1", "/generate")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);

    boolean wanted = call.connected(connection);

    assertFalse(wanted);
    connection
        .connection()
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    assertEquals(List.of(), errors);
  }
}
