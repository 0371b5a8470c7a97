package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import java.util.function.Consumer;

/**
 * How a request ends that its backend has not ended: its client goes away or takes nothing, its
 * caller aborts it, the gateway stops. Lives on the event loop of its exchange.
 */
final class Cancellation {
  private final Exchange exchange;
  private Consumer<ApiError> stream;
  private boolean aborted;

  Cancellation(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Whether the caller gave the request up by its name. */
  boolean aborted() {
    return aborted;
  }

  /**
   * The client has a part of a stream.
   *
   * @param breakOff ends it by an error
   */
  void streams(Consumer<ApiError> breakOff) {
    stream = breakOff;
  }

  /** The client went away: everything is given back, and the backend told to stop. */
  void clientGone() {
    // Over HTTP/2 a stream closes with its answer, and says so before anybody else can.
    if (!answered()) {
      exchange.abortAtBackend();
      exchange.clientGone();
    }
  }

  /** The client takes nothing of what waits for it, and holds what others could use. */
  void stalled() {
    if (!exchange.over()) {
      exchange.abortAtBackend();
      exchange.clientGone();
      exchange.writer().cut();
    }
  }

  /**
   * The caller wants no more of the request, or of one of its answers. A backend that works on it
   * ends the answer. But SGLang v0.5.23 makes up its own names for several answers to one request,
   * so that no abort reaches them: what ends those is that their connection closes.
   */
  void abort(int answer) {
    boolean all = answer == NamedRequests.ALL;
    aborted |= all;
    if (answered()) {
      return;
    }
    Attempt attempt = exchange.attempt();
    boolean several = all && exchange.errand().answers() > 1;
    boolean ends = !several && attempt != null && attempt.abort(answer);
    if (all && !ends) {
      breakOff(ErrorTable.ABORTED);
    }
  }

  /** The gateway stops, and the time in which requests may end by themselves is over. */
  void stop() {
    if (!answered()) {
      breakOff(ErrorTable.STOPPING);
    }
  }

  private void breakOff(ApiError error) {
    if (stream != null) {
      stream.accept(error);
    } else if (!exchange.begun()) {
      exchange.abortAtBackend();
      exchange.breakOff(error);
    }
  }

  private boolean answered() {
    return exchange.over() || exchange.writer().response().ended();
  }
}
