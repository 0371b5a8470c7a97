package io.stepgate.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;

/**
 * Reads what a JSON schema says about the type of its value while it goes by: of a schema, however
 * large, nothing is built.
 */
final class SchemaReading {
  private static final Named NO_NAME = new Named(null, true);

  private boolean nullable;
  private Named type;
  private Named anyOf;
  private Named oneOf;
  private Named listed;
  private Named allOf;
  private boolean properties;
  private boolean items;

  private SchemaReading() {}

  /** The type that the schema at the parser's token gives; anything but an object gives none. */
  static ParameterType type(JsonParser schema) throws IOException {
    Named named = named(schema);
    return ParameterType.named(named.name, named.nullable);
  }

  /** A type's name, null if the schema names none. */
  private record Named(String name, boolean nullable) {
    boolean usable() {
      return name != null && !name.isEmpty();
    }

    Named or(boolean more) {
      return new Named(name, nullable || more);
    }
  }

  private static Named named(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return NO_NAME;
    }
    SchemaReading schema = new SchemaReading();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String member = json.currentName();
      json.nextToken();
      schema.member(member, json);
    }
    return schema.named();
  }

  /** The first of its members that tells; in the order in which the words of a schema weigh. */
  private Named named() {
    if (type != null) {
      return type.or(nullable);
    }
    Named choice = anyOf != null ? anyOf : oneOf;
    if (choice != null) {
      return choice.name == null ? NO_NAME : choice.or(nullable);
    }
    if (listed != null) {
      return listed.or(nullable);
    }
    if (allOf != null) {
      return allOf.or(nullable);
    }
    return properties || items ? new Named(properties ? "object" : "array", nullable) : NO_NAME;
  }

  private void member(String name, JsonParser json) throws IOException {
    boolean array = json.currentToken() == JsonToken.START_ARRAY;
    switch (name) {
      case "nullable" -> nullable = json.currentToken() == JsonToken.VALUE_TRUE;
      case "type" -> type = array ? oneOfTypes(json) : typeName(json);
      case "anyOf" -> anyOf = array ? anyOf(json) : null;
      case "oneOf" -> oneOf = array ? anyOf(json) : null;
      case "enum" -> listed = array ? enumOf(json) : null;
      case "allOf" -> allOf = array ? allOf(json) : null;
      case "properties" -> properties = true;
      case "items" -> items = true;
      default -> {
        // Says nothing about the type.
      }
    }
    json.skipChildren();
  }

  private static Named typeName(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      return null;
    }
    String name = json.getText();
    return new Named(lower(name), name.equals("null"));
  }

  /** The first of several types that is not null. */
  private static Named oneOfTypes(JsonParser json) throws IOException {
    String first = "null";
    boolean mayBeNull = false;
    boolean found = false;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      // What is no name is no type that is known, whatever it is.
      String each = json.currentToken() == JsonToken.START_OBJECT ? "{" : json.getText();
      boolean isNull = json.currentToken() == JsonToken.VALUE_STRING && each.equals("null");
      mayBeNull |= isNull;
      if (!found && !isNull) {
        found = true;
        first = each;
      }
      json.skipChildren();
    }
    return new Named(lower(first), mayBeNull);
  }

  private static Named anyOf(JsonParser json) throws IOException {
    boolean empty = true;
    boolean mayBeNull = false;
    String name = null;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      empty = false;
      Named each = named(json);
      mayBeNull |= each.nullable || "null".equals(each.name);
      boolean usable = each.usable() && !each.name.equals("null");
      if (usable && (name == null || each.name.equals("string"))) {
        name = each.name;
      }
    }
    return empty ? null : new Named(name, mayBeNull);
  }

  private static Named enumOf(JsonParser json) throws IOException {
    boolean empty = true;
    boolean mayBeNull = false;
    String common = null;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      empty = false;
      String each = typeOf(json.currentToken());
      if (each == null) {
        mayBeNull = true;
      } else {
        common = common == null || common.equals(each) ? each : "string";
      }
      json.skipChildren();
    }
    return empty ? null : new Named(common == null ? "string" : common, mayBeNull);
  }

  private static String typeOf(JsonToken value) {
    return switch (value) {
      case VALUE_NULL -> null;
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      case VALUE_NUMBER_INT -> "integer";
      case VALUE_NUMBER_FLOAT -> "number";
      case START_ARRAY -> "array";
      case START_OBJECT -> "object";
      default -> "string";
    };
  }

  private static Named allOf(JsonParser json) throws IOException {
    Named found = null;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Named each = named(json);
      if (found == null && each.usable() && !each.name.equals("string")) {
        found = each;
      }
    }
    return found == null ? new Named("string", false) : found;
  }

  private static String lower(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
