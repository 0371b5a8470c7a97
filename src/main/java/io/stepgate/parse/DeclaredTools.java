package io.stepgate.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.stepgate.json.JacksonFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The functions a request declares, and the types of their parameters. */
public final class DeclaredTools {
  /** What the names of one request may take; far more than any request of sense has. */
  static final int MOST_BYTES = 4 << 20;

  /** What a name takes besides its characters. */
  private static final int NAME = 128;

  private static final DeclaredTools NONE = new DeclaredTools();

  private final Map<String, Map<String, ParameterType>> functions = new HashMap<>();
  private int bytes;

  private DeclaredTools() {}

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
    DeclaredTools tools = new DeclaredTools();
    try (JsonParser parser = JacksonFactory.parser(json, offset, length)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
          tools.declare(parser, i);
        }
      }
      if (first == null || parser.nextToken() != null) {
        throw new IllegalArgumentException(
            first == null || first == JsonToken.START_ARRAY
                ? "tools must be one JSON array"
                : "tools must be an array");
      }
      if (first != JsonToken.START_ARRAY && first != JsonToken.VALUE_NULL) {
        throw new IllegalArgumentException("tools must be an array");
      }
      return tools;
    } catch (StreamConstraintsException deep) {
      throw new IllegalArgumentException(
          "tools nests deeper than " + JacksonFactory.MOST_DEPTH + " levels", deep);
    } catch (IOException e) {
      throw new IllegalArgumentException("tools is not valid JSON", e);
    }
  }

  public boolean isEmpty() {
    return functions.isEmpty();
  }

  /** About how much memory they take. */
  public int bytes() {
    return bytes;
  }

  public boolean declares(String function) {
    return functions.containsKey(function);
  }

  /** The parameters of a function; none if it is not declared. */
  Map<String, ParameterType> parameters(String function) {
    return functions.getOrDefault(function, Map.of());
  }

  /** A function as an entry has it, whole or as far as it goes. */
  private static final class Definition {
    private String name;
    private Map<String, ParameterType> types = Map.of();
    private boolean wrapper;
    private Definition wrapped;
  }

  private void declare(JsonParser json, int index) throws IOException {
    Definition entry = definition(json);
    boolean wrapper = entry != null && entry.wrapper;
    Definition function = wrapper ? entry.wrapped : entry;
    if (function == null || function.name == null || function.name.isEmpty()) {
      String where = "tools[" + index + "]" + (wrapper ? ".function" : "");
      throw new IllegalArgumentException(
          function == null
              ? where + " must be an object"
              : where + ".name must be a string that is not empty");
    }
    keep(function.name);
    functions.put(function.name, function.types);
  }

  /** The definition at the parser's token, null if it is no object. */
  private Definition definition(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return null;
    }
    Definition found = new Definition();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String member = json.currentName();
      JsonToken value = json.nextToken();
      switch (member) {
        case "function" -> {
          found.wrapper = true;
          found.wrapped = definition(json);
        }
        case "name" -> found.name = value == JsonToken.VALUE_STRING ? json.getText() : null;
        case "parameters" -> found.types = parameters(json);
        default -> {
          // The backend's business.
        }
      }
      // Without effect where the value was read to its end.
      json.skipChildren();
    }
    return found;
  }

  private Map<String, ParameterType> parameters(JsonParser json) throws IOException {
    Map<String, ParameterType> types = Map.of();
    if (json.currentToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean properties = json.currentName().equals("properties");
        boolean object = json.nextToken() == JsonToken.START_OBJECT;
        types = properties ? object ? properties(json) : Map.of() : types;
        json.skipChildren();
      }
    }
    return types;
  }

  private Map<String, ParameterType> properties(JsonParser json) throws IOException {
    Map<String, ParameterType> types = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      keep(name);
      json.nextToken();
      types.put(name, SchemaReading.type(json));
    }
    return types;
  }

  private void keep(String name) {
    long all = bytes + NAME + 2L * name.length();
    if (all > MOST_BYTES) {
      throw new IllegalArgumentException(
          "tools declares more than can be kept: its names may take "
              + MOST_BYTES
              + " bytes, each "
              + NAME
              + " and two a character");
    }
    bytes = (int) all;
  }
}
