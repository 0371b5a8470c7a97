package io.stepgate.simulator.fault;

import io.stepgate.simulator.http.ServedCall;
import io.stepgate.simulator.http.SseResponse;
import io.stepgate.simulator.wire.ChatFrames;
import io.stepgate.simulator.wire.FrameSink;
import io.vertx.core.Vertx;

/** The faults that come before, or instead of, an answer. */
public final class FaultInjector {
  private static final String FULL = "The request queue is full.";

  private final Vertx vertx;

  public FaultInjector(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Runs {@code answer}, or answers in its place, or later, or never. */
  public void pass(ServedCall call, FaultInjection faults, boolean stream, Runnable answer) {
    if (faults.has(FaultInjection.Kind.SLOW_HEADERS)) {
      int millis = Math.max(1, faults.number(FaultInjection.Kind.SLOW_HEADERS));
      vertx.setTimer(millis, late -> answerOr(call, faults, stream, answer));
    } else {
      answerOr(call, faults, stream, answer);
    }
  }

  private void answerOr(ServedCall call, FaultInjection faults, boolean stream, Runnable answer) {
    if (faults.has(FaultInjection.Kind.STATUS_500)) {
      call.flatError(500, "InternalServerError", "Simulated internal error.");
    } else if (faults.has(FaultInjection.Kind.STATUS_503)) {
      call.flatError(503, "ServiceUnavailable", FULL);
    } else if (faults.has(FaultInjection.Kind.GARBAGE)) {
      garbage(call, stream);
    } else if (stream && faults.has(FaultInjection.Kind.FIRST_503)) {
      SseResponse response = new SseResponse(call.request().response());
      response.frame(ChatFrames.error(503, FULL));
      response.frame(FrameSink.DONE);
      response.flush();
      response.end();
    } else if (faults.has(FaultInjection.Kind.NEVER)) {
      return;
    } else if (!stream && breaksWholeAnswers(call, faults)) {
      return;
    } else {
      answer.run();
    }
  }

  /** What would come in the middle of a stream, for an answer that has no middle. */
  private static boolean breaksWholeAnswers(ServedCall call, FaultInjection faults) {
    if (faults.has(FaultInjection.Kind.FIRST_503)) {
      call.flatError(503, "ServiceUnavailable", FULL);
    } else if (faults.has(FaultInjection.Kind.ERROR_MID)) {
      call.flatError(500, "InternalServerError", "Simulated engine failure.");
    } else if (faults.has(FaultInjection.Kind.CLOSE)) {
      call.request().connection().close();
    } else {
      return faults.has(FaultInjection.Kind.STALL);
    }
    return true;
  }

  private static void garbage(ServedCall call, boolean stream) {
    if (stream) {
      SseResponse response = new SseResponse(call.request().response());
      response.frame("data: {\"choices\": this is not JSON\n\n");
      response.flush();
      response.end();
    } else {
      call.json(200, "<html>this is not JSON</html>");
    }
  }
}
