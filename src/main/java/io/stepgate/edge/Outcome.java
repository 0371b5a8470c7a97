package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.stepgate.parse.StreamTally;

/**
 * How a request ended. The word is the metric's label, the log's word and the error's type at once.
 */
public enum Outcome {
  OK("ok"),
  /** The client went away, 499 in logs, or somebody had the answer aborted. */
  CANCELLED("cancelled"),
  INVALID_REQUEST(ErrorType.INVALID_REQUEST.word()),
  AUTHENTICATION(ErrorType.AUTHENTICATION.word()),
  PERMISSION(ErrorType.PERMISSION.word()),
  NOT_FOUND(ErrorType.NOT_FOUND.word()),
  RATE_LIMIT(ErrorType.RATE_LIMIT.word()),
  UPSTREAM(ErrorType.UPSTREAM.word()),
  OVERLOADED(ErrorType.OVERLOADED.word()),
  TIMEOUT(ErrorType.TIMEOUT.word());

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /** How an answer that came to its end ended. */
  static Outcome of(StreamTally told) {
    return told.aborted() ? CANCELLED : OK;
  }

  static Outcome of(ApiError error) {
    return error == ErrorTable.ABORTED ? CANCELLED : valueOf(error.type().name());
  }
}
