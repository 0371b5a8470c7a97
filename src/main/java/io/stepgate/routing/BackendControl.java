package io.stepgate.routing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Control calls to backends. */
@ApplicationScoped
public class BackendControl {
  private static final Logger LOG = Logger.getLogger(BackendControl.class);
  private static final int ABORTS_AT_ONCE = 8;
  private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(2);

  /** An idle server generates a token for it, and looks for that once a second. */
  private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);

  private final BackendPool pool;
  private final Vertx vertx;

  BackendControl(BackendPool pool, Vertx vertx) {
    this.pool = pool;
    this.vertx = vertx;
  }

  /**
   * Tells the leased backend to stop generating for a request, and does not wait. Old servers match
   * by prefix, so each name must be, or begin with, a whole id of fixed length.
   *
   * @param rids the backend's names of the request and of its answers
   */
  public void abort(Lease lease, List<String> rids) {
    String backend = lease.backend();
    Multi.createFrom()
        .iterable(rids)
        .map(rid -> JsonNodeFactory.instance.objectNode().put("rid", rid).toString())
        .onItem()
        .transformToUni(json -> abort(lease, json))
        .merge(ABORTS_AT_ONCE)
        .subscribe()
        .with(
            answer -> LOG.debugf("abort on backend %s: %d", backend, answer.status()),
            failure ->
                LOG.debugf("abort on backend %s: %s", backend, DownReason.of(failure).words()));
  }

  /** One name that cannot be told must not keep the others from being told. */
  private static Uni<ControlCalls.Answer> abort(Lease lease, String json) {
    return lease
        .calls()
        .abortRequest(json, ABORT_TIMEOUT)
        .onFailure()
        .recoverWithItem(new ControlCalls.Answer(0, MissingNode.getInstance()));
  }

  /** Whether the leased backend answers its health check, soon. */
  public Future<Boolean> healthy(Lease lease) {
    Context caller = vertx.getOrCreateContext();
    Promise<Boolean> healthy = Promise.promise();
    lease
        .calls()
        .health(HEALTH_TIMEOUT)
        .subscribe()
        .with(
            answer -> caller.runOnContext(later -> healthy.complete(answer.ok())),
            failure -> caller.runOnContext(later -> healthy.complete(false)));
    return healthy.future();
  }

  /**
   * Sends {@code /abort_request} to every backend, ready or not.
   *
   * @param json the body, forwarded as it is
   */
  public Future<List<ControlAnswer>> abortEverywhere(String json) {
    return everywhere(calls -> calls.abortRequest(json, ABORT_TIMEOUT));
  }

  /** Sends {@code /flush_cache} to every backend, ready or not. */
  public Future<List<ControlAnswer>> flushEverywhere() {
    return everywhere(ControlCalls::flushCache);
  }

  private Future<List<ControlAnswer>> everywhere(
      Function<ControlCalls, Uni<ControlCalls.Answer>> call) {
    List<Uni<ControlAnswer>> all =
        pool.backends().stream().map(backend -> ask(backend, call)).toList();
    if (all.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Context caller = vertx.getOrCreateContext();
    Promise<List<ControlAnswer>> answers = Promise.promise();
    Uni.join()
        .all(all)
        .andCollectFailures()
        .subscribe()
        .with(
            list -> caller.runOnContext(ignored -> answers.complete(list)),
            failure -> caller.runOnContext(ignored -> answers.fail(failure)));
    return answers.future();
  }

  private static Uni<ControlAnswer> ask(
      Backend backend, Function<ControlCalls, Uni<ControlCalls.Answer>> call) {
    return call.apply(backend.calls())
        .map(answer -> new ControlAnswer(backend.name(), answer.status()))
        .onFailure()
        .invoke(failure -> LOG.debugf("backend %s: %s", backend, DownReason.of(failure).words()))
        .onFailure()
        .recoverWithItem(new ControlAnswer(backend.name(), 0));
  }
}
