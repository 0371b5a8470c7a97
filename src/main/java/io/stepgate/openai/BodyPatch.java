package io.stepgate.openai;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonBytes;
import io.stepgate.json.Span;
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
  private final TreeMap<Integer, Map.Entry<Span, byte[]>> replaced = new TreeMap<>();

  BodyPatch(byte[] body, RequestFields fields) {
    this.body = body;
    this.fields = fields;
  }

  /** Sets {@code name} to a value that is JSON already. */
  void set(String name, String json) {
    Span span = fields.span(name);
    if (span != null) {
      replaced.put(span.from(), Map.entry(span, json.getBytes(StandardCharsets.UTF_8)));
      return;
    }
    if (added.length() > 0) {
      added.append(',');
    }
    added.append('"').append(name).append("\":").append(json);
  }

  /** Puts other bytes in the place of some; where the place is empty they are only added. */
  void replace(Span place, String before, byte[] bytes, String after) {
    ByteSink value = new ByteSink(before.length() + bytes.length + after.length());
    value.write(before).write(bytes).write(after);
    replaced.put(place.from(), Map.entry(place, value.copy()));
  }

  BodyParts apply() {
    BodyParts out = new BodyParts();
    int at = 0;
    if (added.length() > 0) {
      at = JsonBytes.skipSpace(body, 0, body.length) + 1;
      out.add(body, 0, at).add(added.toString().getBytes(StandardCharsets.UTF_8));
      if (!fields.isEmpty()) {
        out.add(new byte[] {','});
      }
    }
    for (Map.Entry<Span, byte[]> change : replaced.values()) {
      out.add(body, at, change.getKey().from()).add(change.getValue());
      at = change.getKey().to();
    }
    return out.add(body, at, body.length);
  }
}
