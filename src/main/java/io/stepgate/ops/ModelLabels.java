package io.stepgate.ops;

import io.stepgate.routing.BackendPool;
import jakarta.inject.Singleton;

/** Turns a model's name into a label. Only names that a backend lists become one. */
@Singleton
class ModelLabels {
  static final String OTHER = "other";

  private final BackendPool pool;

  ModelLabels(BackendPool pool) {
    this.pool = pool;
  }

  String label(String model) {
    return model != null && pool.models().stream().anyMatch(one -> one.id().equals(model))
        ? model
        : OTHER;
  }
}
