package io.stepgate.edge;

import io.stepgate.json.ByteSink;
import io.stepgate.parse.ParseFailure;
import io.stepgate.relay.HopHeaders;
import io.stepgate.relay.Upstream;
import io.stepgate.relay.UpstreamFailure;
import io.stepgate.routing.Lease;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;

/** Carries a backend's whole answer to the client. */
final class WholeReply {
  private final Exchange exchange;
  private final Upstream upstream;
  private final Errand.WholeAnswer answer;
  private final AnswerIds ids;

  WholeReply(Exchange exchange, Upstream upstream, Errand.WholeAnswer answer, AnswerIds ids) {
    this.exchange = exchange;
    this.upstream = upstream;
    this.answer = answer;
    this.ids = ids;
  }

  void start() {
    upstream
        .collect(exchange.corridor().plans().answer())
        .onSuccess(body -> exchange.guarded(() -> read(body)))
        .onFailure(
            failure ->
                exchange.guarded(() -> exchange.retries().unanswered((UpstreamFailure) failure)));
  }

  private void read(Buffer body) {
    if (exchange.over()) {
      return;
    }
    ByteSink out = new ByteSink(body.length() + 512);
    try {
      answer.read(body.getBytes(), out);
    } catch (ParseFailure nonsense) {
      upstream.distrust();
      exchange.abortAtBackend();
      exchange.retries().broken(ErrorTable.lease(nonsense), ErrorTable.of(nonsense));
      return;
    }
    exchange.facts().counts(answer.usage(), answer.tally());
    exchange.head(200);
    HttpServerResponse response = exchange.writer().response();
    HopHeaders.toClient(upstream.headers(), response.headers());
    String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.toLowerCase(Locale.ROOT).contains("json")) {
      // It was read as JSON, whatever the backend calls it.
      response.putHeader(HttpHeaders.CONTENT_TYPE, Replies.JSON);
    }
    ByteSink named = ids.renamed(out);
    Future<Void> gone = exchange.writer().end(named.array(), named.size());
    exchange.corridor().observers().pieces(exchange.facts(), System.nanoTime());
    exchange.endWhen(gone, Lease.Outcome.SERVED, Outcome.of(answer.tally()));
  }
}
