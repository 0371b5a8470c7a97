package io.stepgate.edge;

import io.stepgate.admission.Admission;
import io.stepgate.admission.Caller;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;

/**
 * Reads bodies within the budget, and works on the large ones away from the event loop. Few of
 * those are worked on at a time: each may take several times its own size while it is.
 */
@Singleton
public class Bodies {
  /** A body up to this is worked on at once: that takes less than a change of threads is worth. */
  static final int SMALL = 256 * 1024;

  private static final long HEAP_EACH = 512L << 20;

  private final Vertx vertx;
  private final Admission admission;
  private final WorkerExecutor workers;

  Bodies(Vertx vertx, Admission admission) {
    this.vertx = vertx;
    this.admission = admission;
    Runtime machine = Runtime.getRuntime();
    long most = Math.min(machine.availableProcessors() / 2, machine.maxMemory() / HEAP_EACH);
    workers = vertx.createSharedWorkerExecutor("stepgate-bodies", (int) Math.max(1, most));
  }

  /**
   * The whole body, which the receiver closes; or why there is none.
   *
   * @param caller null where nobody was asked for a key
   */
  Future<Body> read(HttpServerRequest request, Caller caller, BodyLimit limit) {
    try {
      BodyKind.check(request);
    } catch (InvalidRequest unreadable) {
      return Future.failedFuture(unreadable);
    }
    return BodyReader.read(
        vertx,
        request,
        limit,
        admission.holdBody(caller, request.remoteAddress().hostAddress()),
        admission.bodyTimeout());
  }

  /** Bytes of all bodies that are held now. */
  public long heldBytes() {
    return admission.heldBodies();
  }

  /** The limit of routes that have none of their own. */
  BodyLimit limit() {
    return new BodyLimit(admission.maxBodySize(), "stepgate.admission.max-body-size");
  }

  /** Works on a body; what comes of it is told on the event loop that asks. */
  <T> Future<T> work(Body body, Callable<T> work) {
    if (body.length() > SMALL) {
      return workers.executeBlocking(work, false);
    }
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception | Error failure) {
      return Future.failedFuture(failure);
    }
  }

  @PreDestroy
  void stop() {
    workers.close();
  }
}
