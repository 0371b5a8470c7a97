package io.stepgate.ops;

import io.stepgate.routing.BackendPool;
import io.stepgate.routing.ServedModel;
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

  String label(String model) {
    return model != null && served().contains(model) ? model : OTHER;
  }

  /** What the ready backends serve now. */
  List<String> served() {
    return pool.models().stream().map(ServedModel::id).toList();
  }
}
