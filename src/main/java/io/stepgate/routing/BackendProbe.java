package io.stepgate.routing;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Keeps one backend's state. A backend that is not ready is examined (health, models, parsers) in
 * quick succession; a ready one is only asked for its models, at the configured interval, and two
 * failures in a row end its readiness. Lives on one thread: timers, answers and {@link #wake} all
 * arrive there.
 */
final class BackendProbe {
  private static final Logger LOG = Logger.getLogger(BackendProbe.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration SLOWEST_RETRY = Duration.ofSeconds(1);
  private static final int FAILURES_ALLOWED = 1;
  private static final Runnable NOTHING = () -> {};

  private final Backend backend;
  private final ControlCalls calls;
  private final Timers timers;
  private final Duration interval;

  private Duration retry = FIRST_RETRY;
  private Runnable timer = NOTHING;
  private int failures;
  private boolean running;
  private boolean stopped;

  BackendProbe(Backend backend, ControlCalls calls, Timers timers, Duration interval) {
    this.backend = backend;
    this.calls = calls;
    this.timers = timers;
    this.interval = interval;
  }

  void start() {
    run();
  }

  /** A lease found nobody listening: look again soon. */
  void wake() {
    LOG.warnf("backend %s is not ready: %s", backend, backend.view().lastError());
    retry = FIRST_RETRY;
    // A probe under way will see for itself, and what follows it depends on the state by then.
    if (!running && !stopped) {
      timer.run();
      schedule();
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
    Uni<Void> look = backend.view().isReady() ? watch() : examine();
    look.subscribe().with(done -> succeeded(), this::failed);
  }

  private Uni<Void> examine() {
    return calls
        .health()
        .invoke(answer -> requireAlive("/health", answer))
        .chain(calls::models)
        .invoke(answer -> requireAlive("/v1/models", answer))
        .map(ModelList::read)
        .chain(
            models ->
                info()
                    .invoke(info -> backend.view(seen -> seen.ready(models, info)))
                    .invoke(info -> LOG.infof("backend %s is ready", backend)))
        .replaceWithVoid();
  }

  private Uni<Void> watch() {
    return calls
        .models()
        .invoke(answer -> requireAlive("/v1/models", answer))
        .map(ModelList::read)
        .chain(this::update)
        .replaceWithVoid();
  }

  private Uni<ModelInfo> update(List<ServedModel> models) {
    BackendView seen = backend.view();
    ModelInfo known = new ModelInfo(seen.reasoning(), seen.toolCalls());
    if (models == null) {
      return Uni.createFrom().item(known);
    }
    Uni<ModelInfo> info =
        ModelList.sameIds(models, seen.models()) ? Uni.createFrom().item(known) : info();
    // Not ready(): a lease may have found it gone while this probe was under way.
    return info.invoke(now -> backend.view(view -> view.serving(models, now)));
  }

  private Uni<ModelInfo> info() {
    return calls
        .modelInfo()
        .chain(answer -> answer.ok() ? Uni.createFrom().item(answer) : calls.getModelInfo())
        .map(ModelInfo::read);
  }

  private static void requireAlive(String path, ControlCalls.Answer answer) {
    if (!answer.alive()) {
      throw new IllegalStateException(path + " answered " + answer.status());
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
    BackendState before = backend.view().state();
    if (before != BackendState.READY || failures > FAILURES_ALLOWED) {
      String reason = reason(failure);
      backend.view(seen -> seen.notReady(reason));
      LOG.logf(level(before), "backend %s is not ready: %s", backend, reason);
    }
    next();
  }

  /** Loud when it changes something, quiet when it repeats what is known. */
  private static Logger.Level level(BackendState before) {
    return switch (before) {
      case READY -> Logger.Level.WARN;
      case UNKNOWN -> Logger.Level.INFO;
      case NOT_READY -> Logger.Level.DEBUG;
    };
  }

  private void next() {
    running = false;
    if (!stopped) {
      schedule();
    }
  }

  private void schedule() {
    timer = timers.after(delay(), this::run);
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

  /** The innermost message says it best: what lies around it only tells our own layers. */
  private static String reason(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < 10; depth++) {
      root = root.getCause();
    }
    String message = root.getMessage();
    String reason =
        message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
    return reason.length() <= 200 ? reason : reason.substring(0, 200);
  }
}
