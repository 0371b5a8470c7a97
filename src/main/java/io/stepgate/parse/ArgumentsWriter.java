package io.stepgate.parse;

import io.stepgate.json.JsonEscaper;

/**
 * Writes a call's parameters as one JSON object, in the style {@code {"k": v, "k2": v2}}. A value
 * that is surely a string goes out piece by piece as it comes; one that may still become null is
 * held until it cannot; others are held until complete, because only then their JSON is known. A
 * held value over {@code maxHeld} characters goes on as a string.
 *
 * <p>A parameter written twice gives its key twice: the first is already with the client, and every
 * JSON reader takes the last.
 */
final class ArgumentsWriter {
  private static final String NULL = "null";

  private final CallWriter calls;
  private final int maxHeld;
  private final StringBuilder json = new StringBuilder();
  private final StringBuilder value = new StringBuilder();
  private ParameterType type = ParameterType.UNDECLARED;
  private String key = "";
  private boolean first;
  private boolean holding;
  private int nullSeen;

  ArgumentsWriter(CallWriter calls, int maxHeld) {
    this.calls = calls;
    this.maxHeld = maxHeld;
  }

  void begin() {
    first = true;
  }

  void startValue(String key, ParameterType type) {
    this.key = key;
    this.type = type;
    value.setLength(0);
    nullSeen = 0;
    holding = !type.isText() || type.nullable();
    if (!holding) {
      openString();
    }
  }

  /** More of the value's own text. */
  void value(CharSequence text) {
    if (!holding) {
      JsonEscaper.escapeChars(text, json);
      return;
    }
    value.append(text);
    if (value.length() > maxHeld || (type.isText() && !mayBeNull(text))) {
      openString();
      JsonEscaper.escapeChars(value, json);
      value.setLength(0);
      holding = false;
    }
  }

  void endValue() {
    if (holding) {
      writeKey();
      SchemaCoercion.write(value, type, json);
      value.setLength(0);
      holding = false;
    } else {
      json.append('"');
    }
  }

  /** The output was cut inside the value: what was held of it is not told. */
  void abandonValue() {
    value.setLength(0);
  }

  /** Closes the object. A cut call is never closed. */
  void close() {
    json.append(first ? "{}" : "}");
  }

  /** Hands over what is written so far. */
  void flush() {
    calls.arguments(json);
    json.setLength(0);
  }

  int heldChars() {
    return value.length();
  }

  private void openString() {
    writeKey();
    json.append('"');
  }

  private void writeKey() {
    json.append(first ? "{\"" : ", \"");
    JsonEscaper.escapeChars(key, json);
    json.append("\": ");
    first = false;
  }

  /** Whether all of the value so far, of which {@code more} is the new end, may become null. */
  private boolean mayBeNull(CharSequence more) {
    for (int i = 0; i < more.length(); i++) {
      char c = more.charAt(i);
      if (MarkerScanner.isSpace(c)) {
        if (nullSeen > 0 && nullSeen < NULL.length()) {
          return false;
        }
      } else if (nullSeen < NULL.length() && (c | 0x20) == NULL.charAt(nullSeen)) {
        nullSeen++;
      } else {
        return false;
      }
    }
    return true;
  }
}
