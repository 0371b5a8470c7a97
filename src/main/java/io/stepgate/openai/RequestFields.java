package io.stepgate.openai;

import io.stepgate.json.FieldNames;
import io.stepgate.json.JsonBytes;
import io.stepgate.json.JsonNumbers;
import io.stepgate.json.JsonUnescaper;
import io.stepgate.json.JsonWalker;
import io.stepgate.json.MalformedJson;
import io.stepgate.json.Span;
import java.util.Arrays;

/**
 * The fields of a JSON object that are asked for, and where their values stand. Reading them
 * validates the whole text, so that nothing behind this point has to ask again whether a body is
 * JSON. Of the other fields nothing is kept: a body of millions of names costs no memory.
 */
final class RequestFields {
  private static final int LONGEST_MODEL = 1024;
  private static final int MOST_COUNT = 10_000_000;

  private final byte[] body;
  private final FieldNames names;
  private final Span[] spans;
  private boolean empty = true;

  private RequestFields(byte[] body, FieldNames names) {
    this.body = body;
    this.names = names;
    spans = new Span[names.size()];
  }

  static RequestFields read(byte[] body, FieldNames names) throws InvalidRequest {
    RequestFields fields = new RequestFields(body, names);
    try {
      fields.walk();
    } catch (MalformedJson malformed) {
      throw new InvalidRequest(malformed);
    }
    return fields;
  }

  private void walk() throws InvalidRequest, MalformedJson {
    JsonWalker json = new JsonWalker(body, 0, body.length);
    if (json.peek() != '{') {
      throw noObject(body);
    }
    json.enter();
    while (json.member(empty)) {
      empty = false;
      int name = names.find(body, json.nameFrom(), json.nameTo());
      json.peek();
      int from = json.at();
      json.value();
      if (name != FieldNames.NONE) {
        keep(name, new Span(from, json.at()));
      }
    }
    if (json.peek() != JsonWalker.END) {
      throw new InvalidRequest(null, "the body has more than one JSON value");
    }
  }

  private static InvalidRequest noObject(byte[] body) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF;
    return new InvalidRequest(
        null,
        marked
            ? "the body begins with a byte order mark: send UTF-8 without one"
            : "the body must be a JSON object in UTF-8");
  }

  private void keep(int name, Span span) throws InvalidRequest {
    if (spans[name] != null) {
      String twice = names.name(name);
      throw new InvalidRequest(twice, "the field '" + twice + "' stands twice in the body");
    }
    spans[name] = span;
  }

  /** Where the value of {@code name} stands, or null where the field is missing or null. */
  Span present(String name) {
    Span span = span(name);
    return span == null || JsonBytes.spells(body, span.from(), span.to(), "null") ? null : span;
  }

  Span span(String name) {
    return spans[names.index(name)];
  }

  /** Whether the object has no field at all. */
  boolean isEmpty() {
    return empty;
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

  /** The model's name, null where it is missing: it is kept for as long as the request runs. */
  String model() throws InvalidRequest {
    String model = text("model");
    if (model != null && model.length() > LONGEST_MODEL) {
      throw new InvalidRequest(
          "model", "'model' must have at most " + LONGEST_MODEL + " characters");
    }
    return model;
  }

  /** The value as a whole number of at least 1; {@code otherwise} where it is missing. */
  int count(String name, int otherwise) throws InvalidRequest {
    Span span = present(name);
    if (span == null) {
      return otherwise;
    }
    long value = JsonNumbers.count(body, span.from(), span.to(), MOST_COUNT);
    if (value < 1) {
      throw new InvalidRequest(name, "'" + name + "' must be a whole number from 1 on");
    }
    return (int) value;
  }

  /** The value as an object's fields; null where it is missing. */
  RequestFields object(String name, FieldNames inside) throws InvalidRequest {
    Span span = present(name);
    if (span == null) {
      return null;
    }
    if (body[span.from()] != '{') {
      throw new InvalidRequest(name, "'" + name + "' must be an object");
    }
    return read(bytes(span), inside);
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

  String string(Span span) {
    StringBuilder text = new StringBuilder(span.length());
    JsonUnescaper.unescape(body, span.from() + 1, span.to() - 1, text);
    return text.toString();
  }
}
