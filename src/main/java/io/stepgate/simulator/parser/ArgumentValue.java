package io.stepgate.simulator.parser;

import io.stepgate.simulator.engine.PythonJson;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;

/**
 * Turns the text between parameter tags into a JSON value by the declared type, as SGLang does for
 * well-formed values. Its Python-only corners (literals with single quotes, sets, {@code NaN}) are
 * left out: such a text stays a string.
 */
final class ArgumentValue {
  private ArgumentValue() {}

  /** The JSON text of the value, in Python's spelling. */
  static String json(String text, JsonObject schema) {
    if (text.equalsIgnoreCase("null")) {
      return "null";
    }
    String type = schema.getValue("type") instanceof String name ? name : "string";
    return switch (type) {
      case "integer", "int" -> integer(text);
      case "number", "float" -> number(text);
      case "boolean", "bool" -> String.valueOf(text.equalsIgnoreCase("true"));
      case "object", "array" -> structure(text);
      default -> PythonJson.quoted(text);
    };
  }

  /** The inside of the tags: exactly one line break at each end is not part of the value. */
  static String inner(String text) {
    int start = text.startsWith("\n") ? 1 : 0;
    int end = text.length() > start && text.endsWith("\n") ? text.length() - 1 : text.length();
    return text.substring(start, end);
  }

  private static String integer(String text) {
    try {
      return new BigInteger(text.strip()).toString();
    } catch (NumberFormatException notWhole) {
      return PythonJson.quoted(text);
    }
  }

  private static String number(String text) {
    if (text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
      return integer(text);
    }
    try {
      double value = Double.parseDouble(text.strip());
      return Double.isFinite(value) ? Double.toString(value) : PythonJson.quoted(text);
    } catch (NumberFormatException notNumber) {
      return PythonJson.quoted(text);
    }
  }

  private static String structure(String text) {
    try {
      Object value = Json.decodeValue(text);
      boolean structured = value instanceof JsonObject || value instanceof JsonArray;
      return structured ? PythonJson.python(value) : PythonJson.quoted(text);
    } catch (DecodeException notJson) {
      return PythonJson.quoted(text);
    }
  }
}
