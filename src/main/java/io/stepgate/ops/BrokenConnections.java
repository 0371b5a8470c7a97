package io.stepgate.ops;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps a known fault of Vert.x 4.5 out of the log. When an HTTP/2 connection fails while a stream
 * has begun that Vert.x has not met yet, telling its streams ends in a null pointer, in whoever
 * writes an answer just then; the streams hear of the end all the same, when the connection closes.
 * A client that cuts its connection is no error, and nobody's forty lines. The JVM leaves the trace
 * out of a fault that is thrown often, and then its line tells nothing.
 */
@LoggingFilter(name = "broken-connections")
public final class BrokenConnections implements Filter {
  private static final String THROWER = "io.vertx.core.http.impl.Http2ConnectionBase";

  @Override
  public boolean isLoggable(LogRecord line) {
    if (!(line.getThrown() instanceof NullPointerException fault)) {
      return true;
    }
    StackTraceElement[] trace = fault.getStackTrace();
    return trace.length > 0
        && !(trace[0].getClassName().equals(THROWER)
            && trace[0].getMethodName().equals("onConnectionError"));
  }
}
