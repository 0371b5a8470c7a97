package io.stepgate.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code /v1/models}: {@code {"object":"list","data":[{"id":…,…}]}}. */
final class ModelList {
  private ModelList() {}

  /** The entries in their order, or null if the answer is no such list. */
  static List<ServedModel> read(ControlCalls.Answer answer) {
    JsonNode data = answer.body().path("data");
    if (!data.isArray()) {
      return null;
    }
    List<ServedModel> models = new ArrayList<>();
    for (JsonNode entry : data) {
      if (entry.path("id").isTextual()) {
        models.add(new ServedModel(entry.get("id").textValue(), entry.toString()));
      }
    }
    return List.copyOf(models);
  }

  /** Same ids in the same order; other fields, like the time of the answer, may differ. */
  static boolean sameIds(List<ServedModel> a, List<ServedModel> b) {
    if (a == null || b == null) {
      return a == b;
    }
    return ids(a).equals(ids(b));
  }

  private static List<String> ids(List<ServedModel> models) {
    return models.stream().map(ServedModel::id).toList();
  }
}
