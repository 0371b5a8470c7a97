package io.stepgate.parse;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a parameter's JSON schema says about its value, as far as coercion asks.
 *
 * @param nullable the text {@code null} means null, even where text is expected
 */
record ParameterType(Kind kind, boolean nullable) {
  enum Kind {
    TEXT,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** Objects, arrays, and every type name that is not known. */
    STRUCTURED
  }

  /** A parameter that the tool does not declare: its text, whatever it is. */
  static final ParameterType UNDECLARED = new ParameterType(Kind.TEXT, false);

  // Declared, but without a usable type.
  private static final ParameterType UNTYPED = new ParameterType(Kind.TEXT, true);
  private static final Named NO_NAME = new Named(null, true);

  private static final Set<String> TEXTS =
      Set.of(
          "string", "str", "text", "varchar", "char", "enum", "uuid", "date", "datetime", "time");
  private static final List<String> INTEGERS =
      List.of("int", "uint", "long", "short", "unsigned", "bigint", "smallint", "tinyint");
  private static final List<String> NUMBERS = List.of("num", "float", "double", "decimal", "real");
  private static final Set<String> BOOLEANS = Set.of("boolean", "bool", "binary");

  /**
   * The type that a schema gives.
   *
   * @param schema as {@link JsonSource#tree} reads it; anything but an object gives no type
   */
  static ParameterType of(Object schema) {
    Named type = named(schema);
    return type.name == null ? UNTYPED : new ParameterType(kind(type.name), type.nullable);
  }

  /** The value is its text, so it need not be complete to be written. */
  boolean isText() {
    return kind == Kind.TEXT;
  }

  private static Kind kind(String name) {
    if (TEXTS.contains(name)) {
      return Kind.TEXT;
    }
    if (INTEGERS.stream().anyMatch(name::startsWith)) {
      return Kind.INTEGER;
    }
    if (NUMBERS.stream().anyMatch(name::startsWith)) {
      return Kind.NUMBER;
    }
    return BOOLEANS.contains(name) ? Kind.BOOLEAN : Kind.STRUCTURED;
  }

  /** A type's name, null if the schema names none. */
  private record Named(String name, boolean nullable) {}

  private static Named named(Object schema) {
    if (!(schema instanceof Map<?, ?> members)) {
      return NO_NAME;
    }
    boolean nullable = Boolean.TRUE.equals(members.get("nullable"));
    Object type = members.get("type");
    if (type instanceof List<?> types) {
      Object first = "null";
      for (Object each : types) {
        first = "null".equals(first) ? each : first;
      }
      return new Named(lower(String.valueOf(first)), nullable || types.contains("null"));
    }
    if (type instanceof String name) {
      return new Named(lower(name), nullable || name.equals("null"));
    }
    for (String choice : List.of("anyOf", "oneOf")) {
      if (members.get(choice) instanceof List<?> schemas && !schemas.isEmpty()) {
        return anyOf(schemas, nullable);
      }
    }
    if (members.get("enum") instanceof List<?> values && !values.isEmpty()) {
      return enumOf(values, nullable);
    }
    if (members.get("allOf") instanceof List<?> schemas) {
      return allOf(schemas, nullable);
    }
    if (members.containsKey("properties")) {
      return new Named("object", nullable);
    }
    return members.containsKey("items") ? new Named("array", nullable) : NO_NAME;
  }

  private static Named anyOf(List<?> schemas, boolean nullable) {
    boolean mayBeNull = nullable;
    String name = null;
    for (Object schema : schemas) {
      Named type = named(schema);
      mayBeNull |= type.nullable || "null".equals(type.name);
      boolean usable = type.name != null && !type.name.isEmpty() && !type.name.equals("null");
      if (usable && (name == null || type.name.equals("string"))) {
        name = type.name;
      }
    }
    return name == null ? NO_NAME : new Named(name, mayBeNull);
  }

  private static Named enumOf(List<?> values, boolean nullable) {
    Set<String> names = new TreeSet<>();
    values.stream().filter(Objects::nonNull).map(ParameterType::nameOf).forEach(names::add);
    return new Named(
        names.size() == 1 ? names.iterator().next() : "string",
        nullable || values.stream().anyMatch(Objects::isNull));
  }

  private static String nameOf(Object value) {
    if (value instanceof Boolean) {
      return "boolean";
    }
    if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
      return "integer";
    }
    if (value instanceof Number) {
      return "number";
    }
    return value instanceof List ? "array" : value instanceof Map ? "object" : "string";
  }

  private static Named allOf(List<?> schemas, boolean nullable) {
    for (Object schema : schemas) {
      Named type = named(schema);
      if (type.name != null && !type.name.isEmpty() && !type.name.equals("string")) {
        return new Named(type.name, nullable || type.nullable);
      }
    }
    return new Named("string", nullable);
  }

  private static String lower(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
