package io.stepgate.openai;

import io.stepgate.json.MalformedJson;

/** A request that cannot be served as it stands; carries the error for the client. */
public final class InvalidRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  public InvalidRequest(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  InvalidRequest(MalformedJson body) {
    this(null, body.getMessage());
  }

  public InvalidRequest(String param, String message) {
    this(ApiError.invalid(param, message));
  }

  public ApiError error() {
    return error;
  }
}
