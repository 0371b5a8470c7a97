package io.stepgate.routing;

import java.util.List;

/**
 * What is known about a backend at one moment; replaced whole, so that a reader never sees half a
 * change.
 *
 * @param models null while unknown
 */
record BackendView(
    BackendState state,
    List<ServedModel> models,
    Splits reasoning,
    Splits toolCalls,
    String lastError) {

  static final BackendView UNSEEN =
      new BackendView(BackendState.UNKNOWN, null, Splits.UNKNOWN, Splits.UNKNOWN, null);

  BackendView ready(List<ServedModel> now, ModelInfo info) {
    return new BackendView(BackendState.READY, now, info.reasoning(), info.toolCalls(), lastError);
  }

  BackendView serving(List<ServedModel> now, ModelInfo info) {
    return new BackendView(state, now, info.reasoning(), info.toolCalls(), lastError);
  }

  BackendView notReady(String error) {
    return new BackendView(BackendState.NOT_READY, models, reasoning, toolCalls, error);
  }

  boolean isReady() {
    return state == BackendState.READY;
  }

  /** An unknown list serves any model, and a request that names none is served by anyone. */
  boolean serves(String model) {
    return models == null || model == null || match(model) != null;
  }

  /** See {@link ModelProfile#model}. */
  String servedName(String model) {
    if (models == null) {
      return model;
    }
    if (model == null) {
      return models.isEmpty() ? null : models.get(0).id();
    }
    return match(model);
  }

  private String match(String model) {
    if (lists(model)) {
      return model;
    }
    // SGLang reads what follows the first colon as the name of a LoRA adapter.
    int colon = model.indexOf(':');
    String base = colon < 0 ? null : model.substring(0, colon);
    return base != null && lists(base) ? base : null;
  }

  private boolean lists(String id) {
    for (ServedModel served : models) {
      if (served.id().equals(id)) {
        return true;
      }
    }
    return false;
  }
}
