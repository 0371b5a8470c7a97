package io.stepgate.json;

/** The place of a JSON value in a text: {@code [from, to)}, in bytes. */
public record Span(int from, int to) {
  public int length() {
    return to - from;
  }
}
