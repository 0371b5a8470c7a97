package io.stepgate.routing;

import io.stepgate.routing.policy.RouteCandidate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * One SGLang server: what the operator said about it, what the probe saw, and who uses it. Shared
 * by all event loops: each of its fields is final and safe for that, or volatile.
 */
final class Backend implements RouteCandidate {
  private static final Logger LOG = Logger.getLogger(Backend.class);
  private static final long HEARD_NANOS = Duration.ofMillis(100).toNanos();

  private final BackendSpec spec;
  private final OutlierEjection ejection;

  private final AtomicReference<BackendView> view = new AtomicReference<>(BackendView.UNSEEN);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicReference<Runnable> whenLeft = new AtomicReference<>();
  private final Set<Lease> losable = ConcurrentHashMap.newKeySet();
  private volatile long heard = System.nanoTime();
  private volatile ControlCalls calls;
  private volatile Runnable doubted = () -> {};

  /**
   * @param mayEject whether the others can do without one that is ready
   */
  Backend(BackendSpec spec, EjectionRule rule, Predicate<Backend> mayEject) {
    this.spec = spec;
    ejection = new OutlierEjection(spec.name(), rule, () -> mayEject.test(this));
  }

  BackendSpec spec() {
    return spec;
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public int weight() {
    return spec.weight();
  }

  OutlierEjection ejection() {
    return ejection;
  }

  @Override
  public int inFlight() {
    return inFlight.get();
  }

  BackendView view() {
    return view.get();
  }

  void view(UnaryOperator<BackendView> change) {
    view.updateAndGet(change);
  }

  ControlCalls calls() {
    return calls;
  }

  void calls(ControlCalls control) {
    this.calls = control;
  }

  /** What to do when a lease ends in a way that makes its backend doubtful. */
  void onDoubt(Runnable action) {
    this.doubted = action;
  }

  void lent() {
    if (inFlight.getAndIncrement() == 0) {
      // Silence begins when there is something to answer.
      heard = System.nanoTime();
    }
  }

  void returned(Lease lease, Lease.Outcome outcome) {
    losable.remove(lease);
    if (inFlight.decrementAndGet() == 0) {
      left();
    }
    ejection.ended(lease.round(), outcome);
    switch (outcome) {
      case BROKEN, SILENT -> doubted.run();
      case REFUSED -> {
        // The first of many refused at the same time speaks for all.
        if (view.getAndUpdate(seen -> seen.notReady(DownReason.REFUSED)).isReady()) {
          LOG.warnf("backend %s is not ready: %s", name(), DownReason.REFUSED.words());
          doubted.run();
          lost();
        }
      }
      case SERVED, DECLINED, OVERLOADED, CANCELLED -> {
        // It does what it can: nothing to look at.
      }
    }
  }

  /**
   * A byte of one of its answers came. Called by every event loop for every read, so a time that is
   * nearly the same is not written again.
   */
  void heard(long nanos) {
    if (nanos - heard > HEARD_NANOS) {
      heard = nanos;
    }
  }

  /** When it last said anything to a request, within a tenth of a second. */
  long heard() {
    return heard;
  }

  void losable(Lease lease) {
    losable.add(lease);
  }

  /**
   * It is not to be lent any more.
   *
   * @param gone what to do, once, when nobody has it; what is lent at this very moment may be left
   */
  void drain(Runnable gone) {
    whenLeft.set(gone);
    if (inFlight.get() == 0) {
      left();
    }
  }

  private void left() {
    Runnable gone = whenLeft.getAndSet(null);
    if (gone != null) {
      gone.run();
    }
  }

  /** It is gone: who waits for it is told, once. */
  void lost() {
    for (Lease lease : losable) {
      if (losable.remove(lease)) {
        lease.lost();
      }
    }
  }

  BackendSnapshot snapshot() {
    BackendView seen = view();
    boolean ejected = seen.isReady() && ejection.ejected();
    String down = seen.down() == null ? null : seen.down().words();
    List<ServedModel> models = seen.models() == null ? List.of() : seen.models();
    return new BackendSnapshot(
        name(),
        ejected ? BackendState.EJECTED : seen.state(),
        inFlight(),
        models.stream().map(ServedModel::id).toList(),
        seen.info().reasoning(),
        seen.info().toolCalls(),
        spec.hardware(),
        spec.weight(),
        ejected ? ejection.words() : down);
  }

  @Override
  public String toString() {
    return name();
  }
}
