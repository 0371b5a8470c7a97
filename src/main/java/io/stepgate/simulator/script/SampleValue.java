package io.stepgate.simulator.script;

import io.stepgate.simulator.engine.PythonJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes plausible values that match a JSON schema. */
final class SampleValue {
  /** Schemas may refer to themselves in spirit: deeper levels are left empty. */
  private static final int MAX_DEPTH = 8;

  private static final Set<String> PLACES = Set.of("location", "city", "place");

  private SampleValue() {}

  /** Parameters for a call: the required ones, or all when none is required. */
  static List<ScriptedReply.Parameter> parameters(JsonObject schema) {
    List<ScriptedReply.Parameter> parameters = new ArrayList<>();
    JsonObject properties = child(schema, "properties");
    for (String name : wanted(schema, properties)) {
      Object value = of(name, child(properties, name), 0);
      String text = value instanceof String string ? string : PythonJson.python(value);
      parameters.add(new ScriptedReply.Parameter(name, text));
    }
    return parameters;
  }

  /** Arguments for a call as one object. */
  static JsonObject arguments(JsonObject schema) {
    return object(schema, 0);
  }

  /** A value for the schema of {@code name}. */
  static Object of(String name, JsonObject schema, int depth) {
    if (schema.getValue("enum") instanceof JsonArray options && !options.isEmpty()) {
      return options.getValue(0);
    }
    if (schema.containsKey("const")) {
      return schema.getValue("const");
    }
    return switch (type(schema)) {
      case "integer" -> (long) minimum(schema, 1);
      case "number" -> minimum(schema, 1.5);
      case "boolean" -> true;
      case "null" -> null;
      case "array" -> array(name, schema, depth);
      case "object" -> object(schema, depth);
      default -> PLACES.contains(name) ? "Beijing" : "example";
    };
  }

  private static JsonArray array(String name, JsonObject schema, int depth) {
    JsonArray array = new JsonArray();
    return depth == MAX_DEPTH ? array : array.add(of(name, child(schema, "items"), depth + 1));
  }

  private static JsonObject object(JsonObject schema, int depth) {
    JsonObject object = new JsonObject();
    JsonObject properties = child(schema, "properties");
    if (depth < MAX_DEPTH) {
      for (String name : wanted(schema, properties)) {
        object.put(name, of(name, child(properties, name), depth + 1));
      }
    }
    return object;
  }

  private static Set<String> wanted(JsonObject schema, JsonObject properties) {
    Set<String> names = new LinkedHashSet<>();
    if (schema.getValue("required") instanceof JsonArray required) {
      required.stream().filter(String.class::isInstance).forEach(name -> names.add((String) name));
    }
    return names.isEmpty() ? properties.fieldNames() : names;
  }

  private static String type(JsonObject schema) {
    if (schema.getValue("type") instanceof String type) {
      return type;
    }
    if (schema.getValue("type") instanceof JsonArray types && !types.isEmpty()) {
      return String.valueOf(types.getValue(0));
    }
    return schema.containsKey("properties") ? "object" : "string";
  }

  private static double minimum(JsonObject schema, double absent) {
    return schema.getValue("minimum") instanceof Number least ? least.doubleValue() : absent;
  }

  private static JsonObject child(JsonObject schema, String name) {
    return schema.getValue(name) instanceof JsonObject object ? object : new JsonObject();
  }
}
