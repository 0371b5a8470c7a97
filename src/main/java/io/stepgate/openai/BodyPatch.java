package io.stepgate.openai;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sets a few top-level fields of a JSON object and leaves every other byte as the client wrote it:
 * new fields go in front, behind the opening brace; fields that exist are replaced where they
 * stand.
 */
final class BodyPatch {
  private final byte[] body;
  private final RequestFields fields;
  private final StringBuilder added = new StringBuilder();
  private final TreeMap<Integer, Map.Entry<Span, String>> replaced = new TreeMap<>();

  BodyPatch(byte[] body, RequestFields fields) {
    this.body = body;
    this.fields = fields;
  }

  /** Sets {@code name} to a value that is JSON already. */
  void set(String name, String json) {
    Span span = fields.span(name);
    if (span != null) {
      replaced.put(span.from(), Map.entry(span, json));
      return;
    }
    if (added.length() > 0) {
      added.append(',');
    }
    added.append('"').append(name).append("\":").append(json);
  }

  byte[] apply() {
    if (added.length() == 0 && replaced.isEmpty()) {
      return body;
    }
    ByteSink out = new ByteSink(body.length + added.length() + 64);
    int open = JsonBytes.skipSpace(body, 0, body.length) + 1;
    out.write(body, 0, open).write(added.toString().getBytes(StandardCharsets.UTF_8));
    if (added.length() > 0 && !fields.isEmpty()) {
      out.write(',');
    }
    int at = open;
    for (Map.Entry<Span, String> change : replaced.values()) {
      out.write(body, at, change.getKey().from())
          .write(change.getValue().getBytes(StandardCharsets.UTF_8));
      at = change.getKey().to();
    }
    return out.write(body, at, body.length).copy();
  }
}
