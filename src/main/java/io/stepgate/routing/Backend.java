package io.stepgate.routing;

import io.quarkus.tls.TlsConfiguration;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** One SGLang server: what the operator said about it, what the probe saw, and who uses it. */
final class Backend {
  private final String name;
  private final URI origin;
  private final Hardware hardware;
  private final String apiKey;
  private final int weight;
  private final TlsConfiguration tls;

  private final AtomicReference<BackendView> view = new AtomicReference<>(BackendView.UNSEEN);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private volatile ControlCalls calls;
  private volatile Runnable refused = () -> {};

  /**
   * @param hardware null if not configured
   * @param apiKey null if the backend asks for none
   * @param tls null for http, and for the platform's own trust
   */
  Backend(
      String name, URI origin, Hardware hardware, String apiKey, int weight, TlsConfiguration tls) {
    this.name = name;
    this.origin = origin;
    this.hardware = hardware;
    this.apiKey = apiKey;
    this.weight = weight;
    this.tls = tls;
  }

  String name() {
    return name;
  }

  URI origin() {
    return origin;
  }

  String apiKey() {
    return apiKey;
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

  /** What to do when a lease finds nobody listening. */
  void onRefused(Runnable action) {
    this.refused = action;
  }

  void lent() {
    inFlight.incrementAndGet();
  }

  void returned(Lease.Outcome outcome) {
    inFlight.decrementAndGet();
    switch (outcome) {
      case SERVED -> failuresInARow.set(0);
      case BROKEN, SILENT, OVERLOADED -> failuresInARow.incrementAndGet();
      case REFUSED -> {
        // The first of many refused at the same time speaks for all.
        if (view.getAndUpdate(seen -> seen.notReady("refused a connection")).isReady()) {
          refused.run();
        }
      }
      case CANCELLED -> {
        // The client's doing: it says nothing about the backend.
      }
    }
  }

  BackendSnapshot snapshot() {
    BackendView seen = view();
    List<ServedModel> models = seen.models() == null ? List.of() : seen.models();
    return new BackendSnapshot(
        name,
        origin.toString(),
        seen.state(),
        inFlight(),
        models.stream().map(ServedModel::id).toList(),
        seen.reasoning(),
        seen.toolCalls(),
        hardware,
        weight,
        failuresInARow.get(),
        seen.lastError());
  }

  @Override
  public String toString() {
    return name;
  }
}
