package io.stepgate.simulator;

/** The request is at fault: answered as HTTP 400 in SGLang's flat error shape, never 422. */
final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadRequest(String message) {
    super(message);
  }

  BadRequest(String message, Throwable cause) {
    super(message, cause);
  }
}
