package io.stepgate.ops;

/** What a client is being told just now. The words are label values. */
enum Phase {
  /** Nothing yet: the request is on its way, in a queue, or its prompt is being read. */
  WAITING("waiting"),
  REASONING("reasoning"),
  ANSWER("answer"),
  TOOL("tool");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
