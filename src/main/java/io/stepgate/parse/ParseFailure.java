package io.stepgate.parse;

/** A backend's bytes that cannot be read. The names are the words that metrics and logs use. */
public final class ParseFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  public enum Kind {
    /** An event, or an answer, that is longer than the limit. */
    TOO_LARGE,
    /** Bytes that are not the JSON they should be. */
    NOT_JSON,
    /** The answer to another request. */
    FOREIGN
  }

  private final Kind kind;

  ParseFailure(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** What a backend sent is not JSON. */
  static ParseFailure notJson() {
    return new ParseFailure(Kind.NOT_JSON, "the backend sent something that is not JSON");
  }

  public Kind kind() {
    return kind;
  }
}
