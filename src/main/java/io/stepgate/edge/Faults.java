package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import org.jboss.logging.Logger;

/** Faults of our own, for the log. */
final class Faults {
  private static final Logger LOG = Logger.getLogger(Faults.class);

  /** Of a stack that overflowed there are a thousand, and these say what the rest would. */
  private static final int MOST_FRAMES = 100;

  private static final int MOST_CAUSES = 5;

  private Faults() {}

  /** What a failure is for the client; a fault of our own goes to the log. */
  static ApiError error(HttpServerRequest request, Throwable failure) {
    if (ErrorTable.isFault(failure)) {
      log(request.response().headers().get(Replies.REQUEST_ID), failure);
    }
    return ErrorTable.of(failure);
  }

  /** The message may quote what was being read, so the log gets the kind and the places alone. */
  static void log(String requestId, Throwable fault) {
    LOG.errorf(Silent.of(fault, MOST_CAUSES), "request %s failed", requestId);
  }

  /** A fault and its causes as they are, except for what they say. */
  private static final class Silent extends Throwable {
    private static final long serialVersionUID = 1L;

    private Silent(Throwable fault, Throwable cause) {
      super(fault.getClass().getName(), cause, false, true);
      StackTraceElement[] trace = fault.getStackTrace();
      setStackTrace(Arrays.copyOf(trace, Math.min(trace.length, MOST_FRAMES)));
    }

    /**
     * @param most how many there may be in a row: a fault can be its cause's own cause
     */
    static Silent of(Throwable fault, int most) {
      boolean last = fault == null || most == 0;
      return last ? null : new Silent(fault, of(fault.getCause(), most - 1));
    }

    @Override
    public String toString() {
      return getMessage();
    }
  }
}
