package io.stepgate.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions a request declares, and the types of their parameters. */
public final class DeclaredTools {
  private static final DeclaredTools NONE = new DeclaredTools(Map.of());

  private final Map<String, Map<String, ParameterType>> functions;

  private DeclaredTools(Map<String, Map<String, ParameterType>> functions) {
    this.functions = functions;
  }

  /** No tools: calls are not looked for. */
  public static DeclaredTools none() {
    return NONE;
  }

  /**
   * Reads a request's {@code tools} array. An entry is {@code {"type": "function", "function":
   * {"name": …, "parameters": SCHEMA}}}, or the inner object alone.
   *
   * @throws IllegalArgumentException naming the entry and what is wrong with it
   */
  public static DeclaredTools read(byte[] json, int offset, int length) {
    Object tools = tree(json, offset, length);
    if (tools == null) {
      return NONE;
    }
    if (!(tools instanceof List<?> entries)) {
      throw new IllegalArgumentException("tools must be an array");
    }
    Map<String, Map<String, ParameterType>> functions = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      declare(entries.get(i), "tools[" + i + "]", functions);
    }
    return new DeclaredTools(functions);
  }

  public boolean isEmpty() {
    return functions.isEmpty();
  }

  public boolean declares(String function) {
    return functions.containsKey(function);
  }

  /** The parameters of a function; none if it is not declared. */
  Map<String, ParameterType> parameters(String function) {
    return functions.getOrDefault(function, Map.of());
  }

  private static Object tree(byte[] json, int offset, int length) {
    try (JsonParser parser = JsonSource.parser(json, offset, length)) {
      JsonToken first = parser.nextToken();
      Object tree = first == null ? null : JsonSource.tree(parser);
      if (first == null || parser.nextToken() != null) {
        throw new IllegalArgumentException("tools must be one JSON array");
      }
      return tree;
    } catch (IOException e) {
      throw new IllegalArgumentException("tools is not valid JSON", e);
    }
  }

  private static void declare(
      Object entry, String where, Map<String, Map<String, ParameterType>> functions) {
    if (!(entry instanceof Map<?, ?> tool)) {
      throw new IllegalArgumentException(where + " must be an object");
    }
    boolean wrapped = tool.containsKey("function");
    String inner = wrapped ? where + ".function" : where;
    Object definition = wrapped ? tool.get("function") : tool;
    if (!(definition instanceof Map<?, ?> function)) {
      throw new IllegalArgumentException(inner + " must be an object");
    }
    if (!(function.get("name") instanceof String name) || name.isEmpty()) {
      throw new IllegalArgumentException(inner + ".name must be a string that is not empty");
    }
    functions.put(name, types(function.get("parameters")));
  }

  private static Map<String, ParameterType> types(Object schema) {
    if (!(schema instanceof Map<?, ?> members)
        || !(members.get("properties") instanceof Map<?, ?> properties)) {
      return Map.of();
    }
    Map<String, ParameterType> types = new HashMap<>();
    properties.forEach((key, type) -> types.put((String) key, ParameterType.of(type)));
    return types;
  }
}
