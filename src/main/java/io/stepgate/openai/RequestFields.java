package io.stepgate.openai;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The top-level fields of a JSON object and where their values stand. Reading them validates the
 * whole text, so that nothing behind this point has to ask again whether a body is JSON.
 */
final class RequestFields {
  private final byte[] body;
  private final Map<String, Span> spans = new LinkedHashMap<>();

  private RequestFields(byte[] body) {
    this.body = body;
  }

  static RequestFields read(byte[] body) throws InvalidRequest {
    RequestFields fields = new RequestFields(body);
    try (JsonParser json = JsonReading.parser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidRequest(null, "the body must be a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        int from = (int) json.currentTokenLocation().getByteOffset();
        if (from < 0) {
          throw new InvalidRequest(null, "the body must be UTF-8");
        }
        json.skipChildren();
        // A scalar is read lazily: only asking for its end makes the parser go there.
        json.finishToken();
        Span span = new Span(from, (int) json.currentLocation().getByteOffset());
        if (fields.spans.put(name, span) != null) {
          throw new InvalidRequest(name, "the field '" + name + "' stands twice in the body");
        }
      }
      if (json.nextToken() != null) {
        throw new InvalidRequest(null, "the body has more than one JSON value");
      }
      return fields;
    } catch (JsonParseException broken) {
      JsonLocation at = broken.getLocation();
      throw new InvalidRequest(
          null,
          "the body is not JSON: look at line " + at.getLineNr() + ", column " + at.getColumnNr());
    } catch (IOException broken) {
      throw new InvalidRequest(null, "the body is not JSON that can be read: it nests too deep");
    }
  }

  /** Where the value of {@code name} stands, or null where the field is missing or null. */
  Span present(String name) {
    Span span = spans.get(name);
    return span == null || JsonBytes.spells(body, span.from(), span.to(), "null") ? null : span;
  }

  Span span(String name) {
    return spans.get(name);
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** The value as a boolean; null where it is missing. */
  Boolean flag(String name) throws InvalidRequest {
    Span span = present(name);
    if (span == null) {
      return null;
    }
    if (JsonBytes.spells(body, span.from(), span.to(), "true")) {
      return Boolean.TRUE;
    }
    if (JsonBytes.spells(body, span.from(), span.to(), "false")) {
      return Boolean.FALSE;
    }
    throw new InvalidRequest(name, "'" + name + "' must be true or false");
  }

  /** The value as a string; null where it is missing. */
  String text(String name) throws InvalidRequest {
    Span span = present(name);
    if (span == null) {
      return null;
    }
    if (body[span.from()] != '"') {
      throw new InvalidRequest(name, "'" + name + "' must be a string");
    }
    return string(span);
  }

  /** The value as a whole number of at least 1; {@code otherwise} where it is missing. */
  int count(String name, int otherwise) throws InvalidRequest {
    Span span = present(name);
    if (span == null) {
      return otherwise;
    }
    int value = 0;
    for (int i = span.from(); i < span.to(); i++) {
      byte b = body[i];
      if (b < '0' || b > '9' || value > 1_000_000) {
        throw new InvalidRequest(name, "'" + name + "' must be a whole number from 1 on");
      }
      value = value * 10 + b - '0';
    }
    if (value < 1) {
      throw new InvalidRequest(name, "'" + name + "' must be a whole number from 1 on");
    }
    return value;
  }

  /** The value as an object's fields; null where it is missing. */
  RequestFields object(String name) throws InvalidRequest {
    Span span = present(name);
    if (span == null) {
      return null;
    }
    if (body[span.from()] != '{') {
      throw new InvalidRequest(name, "'" + name + "' must be an object");
    }
    return read(bytes(span));
  }

  byte[] bytes(Span span) {
    return Arrays.copyOfRange(body, span.from(), span.to());
  }

  /** Where the array stands; null where it is missing. */
  Span array(String name) throws InvalidRequest {
    Span span = present(name);
    if (span != null && body[span.from()] != '[') {
      throw new InvalidRequest(name, "'" + name + "' must be an array");
    }
    return span;
  }

  String string(Span span) throws InvalidRequest {
    try (JsonParser json = JsonReading.parser(body, span.from(), span.length())) {
      json.nextToken();
      return json.getText();
    } catch (IOException broken) {
      throw new InvalidRequest(null, "a string of the body cannot be read");
    }
  }
}
