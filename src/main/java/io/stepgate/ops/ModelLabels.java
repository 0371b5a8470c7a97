package io.stepgate.ops;

import io.stepgate.edge.ExchangeFacts;
import io.stepgate.routing.BackendPool;
import jakarta.inject.Singleton;
import java.util.List;

/** Turns a model's name into a label. Only names that a backend lists become one. */
@Singleton
class ModelLabels {
  static final String OTHER = "other";

  private final BackendPool pool;

  ModelLabels(BackendPool pool) {
    this.pool = pool;
  }

  /** The label of a request; one that no backend took goes by the name it asked for. */
  String label(ExchangeFacts exchange) {
    String served = exchange.servedModel();
    return label(served == null ? exchange.model() : served);
  }

  private String label(String model) {
    return served().contains(model) ? model : OTHER;
  }

  /**
   * What backends list, ready or not: what fails because its backend went away is a failure of its
   * model.
   */
  List<String> served() {
    return pool.snapshot().stream()
        .flatMap(backend -> backend.models().stream())
        .distinct()
        .toList();
  }
}
