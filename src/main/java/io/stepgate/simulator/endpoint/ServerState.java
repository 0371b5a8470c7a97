package io.stepgate.simulator.endpoint;

import io.stepgate.simulator.engine.BadRequest;
import io.stepgate.simulator.engine.SimulatedEngine;
import io.stepgate.simulator.http.ServedCall;
import io.stepgate.simulator.script.BodyFields;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What happens to the server as a whole. To be used on the engine's context only. */
public final class ServerState {
  private static final int HEALTH_CHECK_SECONDS = 20;
  private static final int MOST_SECONDS = 3600;

  /** As seen of a real server. */
  public enum Kind {
    SERVING,
    /** It shuts down: not healthy; what runs goes on, what comes is taken and never begun. */
    DRAINING,
    /** Its scheduler stands still: no answer goes on, and the health check waits for one. */
    FROZEN;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final SimulatedEngine engine;
  private Kind kind = Kind.SERVING;
  private int healthCheckSeconds = HEALTH_CHECK_SECONDS;

  public ServerState(SimulatedEngine engine) {
    this.engine = engine;
  }

  boolean is(Kind asked) {
    return kind == asked;
  }

  public void enter(Kind next) {
    kind = next;
    if (next == Kind.FROZEN) {
      engine.freeze();
    } else {
      engine.thaw();
    }
  }

  /** {@code POST /simulate}: enters the state that the body names. */
  void change(ServedCall call) {
    BodyFields fields = call.fields();
    String id = fields.text("state", "");
    Kind next =
        Arrays.stream(Kind.values())
            .filter(known -> known.id().equals(id))
            .findFirst()
            .orElseThrow(() -> unknown(id));
    healthCheckSeconds =
        fields.whole("health_check_timeout", 1, MOST_SECONDS, HEALTH_CHECK_SECONDS);
    enter(next);
    call.json(200, new JsonObject().put("state", id).encode());
  }

  void health(ServedCall call) {
    switch (kind) {
      case SERVING -> call.text(200, "");
      case DRAINING -> call.text(503, "");
      case FROZEN -> {
        long verdict =
            engine.vertx().setTimer(healthCheckSeconds * 1000L, late -> call.text(503, ""));
        engine.park(
            () -> {
              if (engine.vertx().cancelTimer(verdict)) {
                health(call);
              }
            });
      }
    }
  }

  private static BadRequest unknown(String id) {
    return new BadRequest(
        "state '"
            + id
            + "': allowed is "
            + Arrays.stream(Kind.values()).map(Kind::id).collect(Collectors.joining(", ")));
  }
}
