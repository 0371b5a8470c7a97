package io.stepgate.simulator.script;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One declared function.
 *
 * @param parameters its JSON schema; empty if it has none
 */
public record ToolSpec(String name, JsonObject parameters) {

  /** The schema of one parameter; empty if it is not declared. */
  JsonObject property(String key) {
    Object properties = parameters.getValue("properties");
    JsonObject declared = properties instanceof JsonObject object ? object : parameters;
    return declared.getValue(key) instanceof JsonObject schema ? schema : new JsonObject();
  }

  /** The schema of a parameter of the named tool; empty if either is unknown. */
  public static JsonObject property(List<ToolSpec> tools, String name, String key) {
    return tools.stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .map(tool -> tool.property(key))
        .orElseGet(JsonObject::new);
  }
}
