package io.stepgate.routing;

import io.quarkus.tls.TlsConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** One SGLang server: what the operator said about it, what the probe saw, and who uses it. */
final class Backend {
  private static final Logger LOG = Logger.getLogger(Backend.class);
  private static final long HEARD_NANOS = Duration.ofMillis(100).toNanos();

  private final String name;
  private final URI origin;
  private final Hardware hardware;
  private final BackendKeys keys;
  private final int weight;
  private final TlsConfiguration tls;

  private final AtomicReference<BackendView> view = new AtomicReference<>(BackendView.UNSEEN);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private final Set<Lease> losable = ConcurrentHashMap.newKeySet();
  private volatile long heard = System.nanoTime();
  private volatile ControlCalls calls;
  private volatile Runnable doubted = () -> {};

  /**
   * @param hardware null if not configured
   * @param tls null for http, and for the platform's own trust
   */
  Backend(
      String name,
      URI origin,
      Hardware hardware,
      BackendKeys keys,
      int weight,
      TlsConfiguration tls) {
    this.name = name;
    this.origin = origin;
    this.hardware = hardware;
    this.keys = keys;
    this.weight = weight;
    this.tls = tls;
  }

  String name() {
    return name;
  }

  URI origin() {
    return origin;
  }

  BackendKeys keys() {
    return keys;
  }

  int weight() {
    return weight;
  }

  TlsConfiguration tls() {
    return tls;
  }

  int inFlight() {
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
    inFlight.decrementAndGet();
    switch (outcome) {
      case SERVED -> failuresInARow.set(0);
      case OVERLOADED -> failuresInARow.incrementAndGet();
      case BROKEN, SILENT -> {
        failuresInARow.incrementAndGet();
        doubted.run();
      }
      case REFUSED -> {
        // The first of many refused at the same time speaks for all.
        if (view.getAndUpdate(seen -> seen.notReady(DownReason.REFUSED)).isReady()) {
          LOG.warnf("backend %s is not ready: %s", name, DownReason.REFUSED.words());
          doubted.run();
          lost();
        }
      }
      case CANCELLED -> {
        // The client's doing: it says nothing about the backend.
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
    List<ServedModel> models = seen.models() == null ? List.of() : seen.models();
    return new BackendSnapshot(
        name,
        seen.state(),
        inFlight(),
        models.stream().map(ServedModel::id).toList(),
        seen.info().reasoning(),
        seen.info().toolCalls(),
        hardware,
        weight,
        failuresInARow.get(),
        seen.down() == null ? null : seen.down().words());
  }

  @Override
  public String toString() {
    return name;
  }
}
