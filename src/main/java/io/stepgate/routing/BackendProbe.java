package io.stepgate.routing;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Keeps one backend's state by looking at its health and its models: at the configured interval
 * while it is ready, in quick succession while it is not. What is decisive ends its readiness at
 * once: a refusal, a health check that answers no, or one that does not answer; of the rest it
 * takes two in a row. Lives on one thread: timers, answers and {@link #wake} all arrive there, and
 * one look ends before the next begins.
 */
final class BackendProbe {
  private static final Duration SERVER_INFO_TIMEOUT = Duration.ofSeconds(2);
  private static final Logger LOG = Logger.getLogger(BackendProbe.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration SLOWEST_RETRY = Duration.ofSeconds(1);
  private static final int FAILURES_ALLOWED = 1;
  private static final Runnable NOTHING = () -> {};

  /** No byte from any of a backend's requests for so long is a reason to look, as SGLang says. */
  private static final Duration STALL = Duration.ofSeconds(20);

  /**
   * A server that shuts down refuses its health at once; what took so long is its verdict, after 20
   * s, on a scheduler that stands still.
   */
  private static final Duration VERDICT = Duration.ofSeconds(10);

  private final Backend backend;
  private final ControlCalls calls;
  private final Timers timers;
  private final LongSupplier clock;
  private final Duration interval;

  private Duration retry = FIRST_RETRY;
  private Runnable timer = NOTHING;
  private int failures;
  private long began;
  private boolean running;
  private boolean soon;
  private boolean stopped;
  private boolean saidTooMany;

  /**
   * @param clock as {@link System#nanoTime}
   */
  BackendProbe(
      Backend backend, ControlCalls calls, Timers timers, LongSupplier clock, Duration interval) {
    this.backend = backend;
    this.calls = calls;
    this.timers = timers;
    this.clock = clock;
    this.interval = interval;
  }

  void start() {
    run();
  }

  /** A lease ended in a way that makes the backend doubtful: look again soon. */
  void wake() {
    boolean ready = backend.view().isReady();
    if (!ready) {
      retry = FIRST_RETRY;
    }
    // A look under way will see for itself. One that comes soon is not put off by the next doubt.
    if (!running && !stopped && !soon) {
      soon = true;
      timer.run();
      timer = timers.after(ready ? SLOWEST_RETRY : FIRST_RETRY, this::run);
    }
  }

  void stop() {
    stopped = true;
    timer.run();
  }

  private void run() {
    if (stopped) {
      return;
    }
    running = true;
    soon = false;
    began = clock.getAsLong();
    boolean wasReady = backend.view().isReady();
    calls
        .health()
        .invoke(
            answer -> {
              if (!answer.ok()) {
                throw new ControlFailure(DownReason.unhealthy(answer.status()));
              }
            })
        .chain(calls::models)
        .map(BackendProbe::list)
        .chain(models -> info(models, wasReady).invoke(info -> learnt(models, info, wasReady)))
        .subscribe()
        .with(done -> succeeded(), this::failed);
  }

  private static ModelList list(ControlCalls.Answer answer) {
    if (!answer.ok()) {
      throw new ControlFailure(DownReason.answered("/v1/models", answer.status()));
    }
    return ModelList.read(answer);
  }

  /** What is known of a ready backend holds as long as its models do. */
  private Uni<ModelInfo> info(ModelList models, boolean wasReady) {
    BackendView seen = backend.view();
    if (wasReady && models.sameIds(seen.models())) {
      return Uni.createFrom().item(seen.info());
    }
    return calls
        .modelInfo()
        .chain(answer -> answer.ok() ? Uni.createFrom().item(answer) : calls.getModelInfo())
        .chain(model -> serverInfo().map(server -> ModelInfo.read(model, server)));
  }

  /** A server that does not tell its arguments is as ready as any. */
  private Uni<ControlCalls.Answer> serverInfo() {
    return calls
        .serverInfo(SERVER_INFO_TIMEOUT)
        .onFailure()
        .recoverWithItem(new ControlCalls.Answer(0, MissingNode.getInstance()));
  }

  private void learnt(ModelList list, ModelInfo info, boolean wasReady) {
    if (list.leftOut() > 0 && !saidTooMany) {
      saidTooMany = true;
      LOG.warnf(
          "backend %s lists %d models: %d are known, the first with a name of at most %d characters",
          backend,
          list.models().size() + list.leftOut(),
          list.models().size(),
          ModelList.LONGEST_ID);
    }
    if (wasReady) {
      // Not ready(): a lease may have found it gone while this look was under way.
      backend.view(seen -> seen.serving(list.models(), info));
    } else {
      backend.ejection().restarted();
      backend.view(seen -> seen.ready(list.models(), info));
      LOG.infof("backend %s is ready", backend);
    }
  }

  private void succeeded() {
    failures = 0;
    if (backend.view().isReady()) {
      retry = FIRST_RETRY;
    }
    next();
  }

  private void failed(Throwable failure) {
    failures++;
    DownReason reason = DownReason.of(failure);
    BackendState before = backend.view().state();
    if (before != BackendState.READY || reason.kind().decisive() || failures > FAILURES_ALLOWED) {
      backend.view(seen -> seen.notReady(reason));
      LOG.logf(level(before), "backend %s is not ready: %s", backend, reason.words());
    }
    if (gone(reason)) {
      backend.lost();
    }
    next();
  }

  /** Whether what waits there for its first byte waits in vain. */
  private boolean gone(DownReason reason) {
    return switch (reason.kind()) {
      case REFUSED -> true;
      case UNHEALTHY -> {
        boolean verdict = clock.getAsLong() - began >= VERDICT.toNanos();
        yield verdict && backend.heard() - began <= 0;
      }
      case TIMED_OUT, UNREACHABLE -> stalled();
      case OTHER -> false;
    };
  }

  /** Loud when it changes something, quiet when it repeats what is known. */
  private static Logger.Level level(BackendState before) {
    return switch (before) {
      case READY, EJECTED -> Logger.Level.WARN;
      case UNKNOWN -> Logger.Level.INFO;
      case NOT_READY -> Logger.Level.DEBUG;
    };
  }

  private void next() {
    running = false;
    if (!stopped) {
      rest(delay());
    }
  }

  private void rest(Duration left) {
    Duration step = shorter(left, STALL);
    timer = timers.after(step, () -> rested(left.minus(step)));
  }

  private void rested(Duration left) {
    if (left.isZero() || stalled()) {
      run();
    } else {
      rest(left);
    }
  }

  private boolean stalled() {
    return backend.inFlight() > 0 && clock.getAsLong() - backend.heard() >= STALL.toNanos();
  }

  private Duration delay() {
    if (backend.view().isReady() && failures == 0) {
      return interval;
    }
    Duration delay = shorter(retry, interval);
    retry = shorter(retry.multipliedBy(2), SLOWEST_RETRY);
    return delay;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
