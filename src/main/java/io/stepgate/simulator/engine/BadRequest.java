package io.stepgate.simulator.engine;

/** The request is at fault: answered as HTTP 400 in SGLang's flat error shape, never 422. */
public final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadRequest(String message) {
    super(message);
  }

  public BadRequest(String message, Throwable cause) {
    super(message, cause);
  }
}
