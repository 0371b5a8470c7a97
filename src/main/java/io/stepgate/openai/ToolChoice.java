package io.stepgate.openai;

/** What the client lets the model do with its tools. */
public enum ToolChoice {
  AUTO,
  NONE,
  REQUIRED,
  /** One function, by name. */
  NAMED;

  /** Whether the backend forces a call by a grammar. */
  public boolean forced() {
    return this == REQUIRED || this == NAMED;
  }
}
