package io.stepgate.edge;

import io.stepgate.json.ByteSink;
import io.stepgate.openai.ApiError;
import io.stepgate.parse.AnswerStream;
import io.stepgate.parse.ParseFailure;
import io.stepgate.relay.Upstream;
import io.stepgate.relay.UpstreamFailure;
import io.stepgate.routing.Lease;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * Carries a backend's stream to the client: each read of the network is parsed at once and becomes
 * at most one write. A client that does not keep up pauses the backend.
 */
final class StreamReply {
  private static final String EVENT_STREAM = "text/event-stream";
  private static final int CHUNK = 16 * 1024;

  private final Exchange exchange;
  private final Upstream upstream;
  private final AnswerStream answer;
  private final AnswerIds ids;
  private final SseWriter client;
  private final ByteSink out = new ByteSink(1024);
  private byte[] in = new byte[2048];
  private long toldPieces;
  private Lease.Outcome outcome;

  StreamReply(Exchange exchange, Upstream upstream, AnswerStream answer, AnswerIds ids) {
    this.exchange = exchange;
    this.upstream = upstream;
    this.answer = answer;
    this.ids = ids;
    client = new SseWriter(exchange.corridor(), exchange.writer());
  }

  /** Whether an answer is a stream of events. */
  static boolean reads(Upstream answer) {
    String type = answer.headers().get(HttpHeaders.CONTENT_TYPE);
    // Media types have no case (RFC 9110, 8.3.1).
    return type != null && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
  }

  void start() {
    upstream.read(
        chunk -> exchange.guarded(() -> read(chunk)),
        () -> exchange.guarded(this::end),
        failure -> exchange.guarded(() -> failed(failure)));
  }

  private void read(Buffer chunk) {
    if (exchange.over()) {
      return;
    }
    int length = chunk.length();
    if (in.length < length) {
      in = new byte[Math.max(length, Math.min(in.length * 2, CHUNK))];
    }
    chunk.getBytes(0, length, in);
    try {
      answer.read(in, 0, length, out);
    } catch (ParseFailure nonsense) {
      breakOff(ErrorTable.lease(nonsense), ErrorTable.of(nonsense));
      return;
    }
    passOn();
  }

  private void end() {
    if (exchange.over()) {
      return;
    }
    try {
      answer.end(out);
    } catch (ParseFailure nonsense) {
      breakOff(ErrorTable.lease(nonsense), ErrorTable.of(nonsense));
      return;
    }
    passOn();
  }

  private void failed(UpstreamFailure failure) {
    if (exchange.over()) {
      return;
    }
    if (answer.begun()) {
      breakOff(failure.kind().outcome(), ErrorTable.of(failure));
    } else {
      exchange.retries().unanswered(failure);
    }
  }

  private void stop(ApiError error) {
    if (!exchange.over() && !answer.done()) {
      breakOff(Lease.Outcome.CANCELLED, error);
    }
  }

  private void breakOff(Lease.Outcome how, ApiError error) {
    exchange.abortAtBackend();
    outcome = how;
    boolean begun = answer.begun();
    answer.fail(error, out);
    if (begun) {
      passOn();
    } else {
      exchange.retries().broken(how, error);
    }
  }

  private void passOn() {
    if (answer.error() != null && !answer.begun()) {
      exchange.retries().backendError(answer.error());
      return;
    }
    if (!answer.begun()) {
      return;
    }
    exchange.facts().counts(answer.usage(), answer.tally());
    // Before the write: where this thread is held up behind it, the client does not wait.
    long now = System.nanoTime();
    if (!client.committed()) {
      exchange.head(200);
      client.commit();
      exchange.cancellation().streams(error -> exchange.guarded(() -> stop(error)));
    }
    if (out.size() > 0) {
      client.write(ids.renamed(out));
      out.clear();
    }
    if (answer.tally().textFrames() > toldPieces) {
      toldPieces = answer.tally().textFrames();
      exchange.corridor().observers().pieces(exchange.facts(), now);
    }
    if (answer.done()) {
      finish();
    } else if (client.full()) {
      upstream.pause();
      client.onDrain(upstream::resume);
    }
  }

  private void finish() {
    Future<Void> gone = client.end();
    ApiError error = answer.error();
    if (error == null) {
      upstream.drain();
      exchange.endWhen(gone, Lease.Outcome.SERVED, Outcome.of(answer.tally()));
    } else {
      upstream.cancel();
      Lease.Outcome how = outcome == null ? exchange.attempt().outcome(error) : outcome;
      exchange.endWhen(gone, how, Outcome.of(error));
    }
  }
}
