package io.stepgate.edge;

import io.stepgate.openai.BackendError;
import io.stepgate.relay.Upstream;
import io.stepgate.relay.UpstreamFailure;
import io.vertx.core.buffer.Buffer;

/** Reads what a backend says in place of an answer. */
final class RefusedReply {
  private static final long LIMIT = 1 << 20;

  private final Exchange exchange;
  private final Upstream upstream;

  RefusedReply(Exchange exchange, Upstream upstream) {
    this.exchange = exchange;
    this.upstream = upstream;
  }

  void start() {
    upstream
        .collect(LIMIT)
        .onSuccess(body -> exchange.guarded(() -> read(body)))
        .onFailure(
            failure -> exchange.guarded(() -> exchange.unanswered((UpstreamFailure) failure)));
  }

  private void read(Buffer body) {
    if (!exchange.over()) {
      byte[] bytes = body.getBytes();
      int status = upstream.status() < 400 ? 502 : upstream.status();
      exchange.backendError(BackendError.read(bytes, 0, bytes.length, status));
    }
  }
}
