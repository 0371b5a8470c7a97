package io.stepgate.routing;

import java.util.List;

/**
 * What is known about a backend at one moment; replaced whole, so that a reader never sees half a
 * change.
 *
 * @param models null while unknown, which it is not once it was ready
 * @param down why it was last found not ready, or null
 */
record BackendView(BackendState state, List<ServedModel> models, ModelInfo info, DownReason down) {

  static final BackendView UNSEEN =
      new BackendView(BackendState.UNKNOWN, null, ModelInfo.UNKNOWN, null);

  BackendView ready(List<ServedModel> now, ModelInfo told) {
    return new BackendView(BackendState.READY, now, told, down);
  }

  BackendView serving(List<ServedModel> now, ModelInfo told) {
    return new BackendView(state, now, told, down);
  }

  BackendView notReady(DownReason reason) {
    return new BackendView(BackendState.NOT_READY, models, info, reason);
  }

  boolean isReady() {
    return state == BackendState.READY;
  }

  /** A request that names no model is served by anyone. */
  boolean serves(String model) {
    return models != null && (model == null || match(model) != null);
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

  /** Whether it lists a model of exactly this name. */
  boolean lists(String id) {
    for (ServedModel served : models == null ? List.<ServedModel>of() : models) {
      if (served.id().equals(id)) {
        return true;
      }
    }
    return false;
  }
}
