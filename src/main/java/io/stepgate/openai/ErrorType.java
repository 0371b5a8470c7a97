package io.stepgate.openai;

/** The error words of the API, each with the HTTP status it usually travels with. */
public enum ErrorType {
  INVALID_REQUEST("invalid_request_error", 400),
  AUTHENTICATION("authentication_error", 401),
  PERMISSION("permission_error", 403),
  NOT_FOUND("not_found_error", 404),
  RATE_LIMIT("rate_limit_error", 429),
  UPSTREAM("upstream_error", 502),
  OVERLOADED("overloaded_error", 503),
  TIMEOUT("timeout_error", 504);

  private final String word;
  private final int status;

  ErrorType(String word, int status) {
    this.word = word;
    this.status = status;
  }

  /** The value of {@code error.type}. */
  public String word() {
    return word;
  }

  public int status() {
    return status;
  }

  /** The type that goes with a status of a backend, whatever word the backend itself used. */
  public static ErrorType ofStatus(int status) {
    return switch (status) {
      case 401 -> AUTHENTICATION;
      case 403 -> PERMISSION;
      case 404 -> NOT_FOUND;
      case 429 -> RATE_LIMIT;
      case 503 -> OVERLOADED;
      case 408, 504 -> TIMEOUT;
      default -> status >= 400 && status < 500 ? INVALID_REQUEST : UPSTREAM;
    };
  }
}
