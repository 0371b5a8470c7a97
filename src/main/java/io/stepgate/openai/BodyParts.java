package io.stepgate.openai;

import io.stepgate.json.ByteSink;
import java.util.ArrayList;
import java.util.List;

/** A body that stands in pieces of several arrays: nothing is copied to put it together. */
public final class BodyParts {
  /** The bytes {@code [from, to)}. */
  public record Part(byte[] bytes, int from, int to) {}

  private final List<Part> parts = new ArrayList<>();
  private int length;

  /** A body that is one array. */
  public static BodyParts of(byte[] body) {
    return new BodyParts().add(body);
  }

  BodyParts add(byte[] bytes, int from, int to) {
    if (to > from) {
      parts.add(new Part(bytes, from, to));
      length += to - from;
    }
    return this;
  }

  BodyParts add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  /** In their order. */
  public List<Part> parts() {
    return parts;
  }

  public int length() {
    return length;
  }

  /** The whole body in one array. */
  public byte[] copy() {
    ByteSink out = new ByteSink(length);
    for (Part part : parts) {
      out.write(part.bytes(), part.from(), part.to());
    }
    return out.array();
  }
}
