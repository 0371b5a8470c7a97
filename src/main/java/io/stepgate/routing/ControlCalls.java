package io.stepgate.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * The calls made to a backend besides the requests of clients. Each gives an {@link Answer}
 * whatever its status, or fails if there was none: no connection, a timeout, too many bytes.
 */
interface ControlCalls {
  /** A status, and the JSON that came with it: missing if there was none, or with an error. */
  record Answer(int status, JsonNode body) {
    boolean ok() {
      return status == 200;
    }
  }

  Uni<Answer> health();

  Uni<Answer> health(Duration timeout);

  Uni<Answer> models();

  Uni<Answer> modelInfo();

  /** The name that {@code /model_info} had in older servers. */
  Uni<Answer> getModelInfo();

  /** The arguments that a server was started with, its keys among them: never to be shown. */
  Uni<Answer> serverInfo(Duration timeout);

  Uni<Answer> abortRequest(String json, Duration timeout);

  Uni<Answer> flushCache();
}
