package io.stepgate.edge;

import io.stepgate.parse.AnswerStream;
import io.stepgate.relay.Call;
import io.stepgate.relay.Upstream;
import io.stepgate.relay.UpstreamRequest;
import io.stepgate.routing.Lease;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * One try of one request at one backend: the lease, the backend's own name for the request, the
 * call and the answer while it comes. Whoever makes one closes it, with how it went; only the first
 * close counts. Lives on the event loop of its exchange.
 */
final class Attempt {
  private final Corridor corridor;
  private final Errand errand;
  private final Lease lease;
  private final String rid = Ids.rid();
  private Call call;
  private Upstream upstream;
  private boolean closed;

  Attempt(Corridor corridor, Errand errand, Lease lease) {
    this.corridor = corridor;
    this.errand = errand;
    this.lease = lease;
  }

  /** The name of the backend that is tried. */
  String backend() {
    return lease.backend();
  }

  /** Sends the request; gives the answer's head, or an UpstreamFailure. To be called once. */
  Future<Upstream> send(MultiMap headers) {
    byte[] bytes = errand.body(lease.profile(), rid);
    Buffer body = bytes == null ? null : Buffer.buffer(bytes);
    boolean forwardKey = !corridor.admission().keysRequired();
    call =
        corridor
            .relay()
            .open(
                lease,
                new UpstreamRequest(errand.method(), errand.target(), headers, forwardKey, body));
    return call.upstream().onSuccess(answer -> upstream = answer);
  }

  /** How a streamed answer of this backend is read. */
  AnswerStream answerStream() {
    return errand.answerStream(lease.profile(), rid);
  }

  /** How a whole answer of this backend is read. */
  Errand.WholeAnswer wholeAnswer() {
    return errand.wholeAnswer(lease.profile(), rid);
  }

  /** A request that the backend may be working on is stopped there, too: see sglang#36475. */
  void abort() {
    if (!closed && errand.generates() && call != null && call.sent()) {
      corridor.control().abort(lease, rid);
    }
  }

  /** Gives up what is still coming, then gives the backend back. */
  void close(Lease.Outcome outcome) {
    if (closed) {
      return;
    }
    // First of all: what is given up below tells its failure, which then is nobody's business.
    closed = true;
    if (upstream != null) {
      upstream.cancel();
    } else if (call != null) {
      call.cancel();
    }
    lease.close(outcome);
  }
}
