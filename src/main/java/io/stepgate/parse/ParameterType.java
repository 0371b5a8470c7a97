package io.stepgate.parse;

import java.util.List;
import java.util.Set;

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

  private static final Set<String> TEXTS =
      Set.of(
          "string", "str", "text", "varchar", "char", "enum", "uuid", "date", "datetime", "time");
  private static final List<String> INTEGERS =
      List.of("int", "uint", "long", "short", "unsigned", "bigint", "smallint", "tinyint");
  private static final List<String> NUMBERS = List.of("num", "float", "double", "decimal", "real");
  private static final Set<String> BOOLEANS = Set.of("boolean", "bool", "binary");

  /**
   * The type that a schema names.
   *
   * @param name in lower case, null where it names none
   */
  static ParameterType named(String name, boolean nullable) {
    return name == null ? UNTYPED : new ParameterType(kind(name), nullable);
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
}
