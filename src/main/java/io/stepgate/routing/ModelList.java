package io.stepgate.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code /v1/models}: {@code {"object":"list","data":[{"id":…,…}]}}.
 *
 * @param models the first {@link #MOST} entries, in their order
 * @param leftOut how many more there were, or had a name that is too long
 */
record ModelList(List<ServedModel> models, int leftOut) {
  /** They are repeated in every event of the live page, and are labels of metrics. */
  static final int MOST = 256;

  static final int LONGEST_ID = 256;

  /**
   * @throws ControlFailure if the answer is no such list, or an empty one
   */
  static ModelList read(ControlCalls.Answer answer) {
    List<ServedModel> models = new ArrayList<>();
    int leftOut = 0;
    for (JsonNode entry : answer.body().path("data")) {
      JsonNode id = entry.path("id");
      if (!id.isTextual()) {
        continue;
      }
      if (models.size() < MOST && id.textValue().length() <= LONGEST_ID) {
        models.add(new ServedModel(id.textValue(), entry.toString()));
      } else {
        leftOut++;
      }
    }
    if (models.isEmpty()) {
      throw new ControlFailure(DownReason.NO_MODELS);
    }
    return new ModelList(List.copyOf(models), leftOut);
  }

  /** Same ids in the same order; other fields, like the time of the answer, may differ. */
  boolean sameIds(List<ServedModel> known) {
    return known != null && ids(models).equals(ids(known));
  }

  private static List<String> ids(List<ServedModel> models) {
    return models.stream().map(ServedModel::id).toList();
  }
}
