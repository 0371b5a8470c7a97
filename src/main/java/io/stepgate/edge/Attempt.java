package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.BodyParts;
import io.stepgate.parse.AnswerStream;
import io.stepgate.relay.Call;
import io.stepgate.relay.Upstream;
import io.stepgate.relay.UpstreamRequest;
import io.stepgate.routing.Lease;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One try of one request at one backend: the lease, the backend's own name for the request, the
 * call and the answer while it comes. Whoever makes one closes it, with how it went; only the first
 * close counts. Lives on the event loop of its exchange.
 */
final class Attempt {
  private final Corridor corridor;
  private final Errand errand;
  private final Lease lease;
  private final String rid;
  private Call call;
  private Upstream upstream;
  private boolean closed;

  Attempt(Corridor corridor, Errand errand, Lease lease) {
    this.corridor = corridor;
    this.errand = errand;
    this.lease = lease;
    rid = corridor.rid();
  }

  /** The name of the backend that is tried. */
  String backend() {
    return lease.backend();
  }

  /** Sends the request; gives the answer's head, or an UpstreamFailure. To be called once. */
  Future<Upstream> send(MultiMap headers) {
    BodyParts body = errand.body(lease.profile(), rid);
    call =
        corridor
            .relay()
            .open(
                lease,
                new UpstreamRequest(
                    errand.method(), errand.target(), headers, forwardsKey(), body));
    return call.upstream().onSuccess(answer -> upstream = answer);
  }

  /** What to do, on this event loop, when the backend turns out to be gone. */
  void onLost(Runnable action) {
    Context loop = corridor.vertx().getOrCreateContext();
    lease.onLost(
        () ->
            loop.runOnContext(
                later -> {
                  if (!closed) {
                    action.run();
                  }
                }));
  }

  /** Whether the backend, to which this may have been too much, still answers. */
  Future<Boolean> healthy() {
    return corridor.control().healthy(lease);
  }

  /** What an error of this backend's own says of it. */
  Lease.Outcome outcome(ApiError error) {
    return ErrorTable.lease(error, forwardsKey() && lease.apiKey() == null);
  }

  private boolean forwardsKey() {
    return !corridor.admission().keysRequired();
  }

  /** The client gets this backend's answer from now on. */
  void answers() {
    lease.answers();
  }

  /** Whether it is over; what comes of it then is nobody's business. */
  boolean closed() {
    return closed;
  }

  /** How a streamed answer of this backend is read. */
  AnswerStream answerStream() {
    AnswerStream stream = errand.answerStream(lease.profile(), rid);
    stream.answers(rid);
    return stream;
  }

  /** How a whole answer of this backend is read. */
  Errand.WholeAnswer wholeAnswer() {
    return errand.wholeAnswer(lease.profile(), rid);
  }

  /** The ids in this backend's answer, by the client's names. */
  AnswerIds answerIds() {
    return new AnswerIds(errand.rids(), rid);
  }

  /**
   * A request that the backend may be working on is stopped there, too: see sglang#36475.
   *
   * @param answer which of several answers is to be stopped, or {@link NamedRequests#ALL}
   * @return whether the backend may be working on it
   */
  boolean abort(int answer) {
    boolean working = !closed && errand.generates() && call != null && call.sent();
    if (working) {
      corridor
          .control()
          .abort(lease, answer == NamedRequests.ALL ? rids() : List.of(rid + "_" + answer));
    }
    return working;
  }

  /** The backend's names of the answers: SGLang v0.5.23 stops none by the name of the whole. */
  private List<String> rids() {
    return Stream.concat(
            Stream.of(rid), IntStream.range(0, errand.answers()).mapToObj(i -> rid + "_" + i))
        .toList();
  }

  /** Gives up what is still coming, then gives the backend back. */
  void close(Lease.Outcome outcome) {
    if (closed) {
      return;
    }
    // First of all: what is given up below tells its failure.
    closed = true;
    if (upstream != null) {
      upstream.cancel();
    } else if (call != null) {
      call.cancel();
    }
    lease.close(outcome);
  }
}
