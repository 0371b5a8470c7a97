package io.stepgate.simulator;

import io.vertx.core.Vertx;

/** The misbehaviour that comes before, or instead of, an answer. */
final class MischiefGate {
  private static final String FULL = "The request queue is full.";

  private final Vertx vertx;

  MischiefGate(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Runs {@code answer}, or answers in its place, or later, or never. */
  void pass(Call call, boolean stream, Runnable answer) {
    Mischief mischief = call.mischief();
    if (mischief.has(Mischief.Kind.SLOW_HEADERS)) {
      int millis = Math.max(1, mischief.number(Mischief.Kind.SLOW_HEADERS));
      vertx.setTimer(millis, late -> answerOr(call, stream, answer));
    } else {
      answerOr(call, stream, answer);
    }
  }

  private void answerOr(Call call, boolean stream, Runnable answer) {
    Mischief mischief = call.mischief();
    if (mischief.has(Mischief.Kind.STATUS_500)) {
      call.flatError(500, "InternalServerError", "Simulated internal error.");
    } else if (mischief.has(Mischief.Kind.STATUS_503)) {
      call.flatError(503, "ServiceUnavailable", FULL);
    } else if (mischief.has(Mischief.Kind.GARBAGE)) {
      garbage(call, stream);
    } else if (stream && mischief.has(Mischief.Kind.FIRST_503)) {
      SseResponse response = new SseResponse(call.request(), Mischief.NONE);
      response.frame(ChatFrames.error(503, FULL));
      response.frame(FrameSink.DONE);
      response.flush();
      response.end();
    } else if (mischief.has(Mischief.Kind.NEVER)) {
      return;
    } else if (!stream && breaksWholeAnswers(call)) {
      return;
    } else {
      answer.run();
    }
  }

  /** What would come in the middle of a stream, for an answer that has no middle. */
  private static boolean breaksWholeAnswers(Call call) {
    Mischief mischief = call.mischief();
    if (mischief.has(Mischief.Kind.FIRST_503)) {
      call.flatError(503, "ServiceUnavailable", FULL);
    } else if (mischief.has(Mischief.Kind.ERROR_MID)) {
      call.flatError(500, "InternalServerError", "Simulated engine failure.");
    } else if (mischief.has(Mischief.Kind.CLOSE)) {
      call.request().connection().close();
    } else {
      return mischief.has(Mischief.Kind.STALL);
    }
    return true;
  }

  private static void garbage(Call call, boolean stream) {
    if (stream) {
      SseResponse response = new SseResponse(call.request(), Mischief.NONE);
      response.frame("data: {\"choices\": this is not JSON\n\n");
      response.flush();
      response.end();
    } else {
      call.json(200, "<html>this is not JSON</html>");
    }
  }
}
