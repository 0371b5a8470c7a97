package io.stepgate.openai;

import io.stepgate.json.JsonEscaper;

/**
 * An error as a client of the OpenAI API expects it.
 *
 * @param status the HTTP status it has before the first byte of an answer
 * @param message what is wrong and what is allowed, fit for the client
 * @param param the request field that is wrong, or null
 * @param code a word for programs, or null
 * @param retryAfter in how many seconds trying again makes sense; 0 where nobody knows
 */
public record ApiError(
    int status, ErrorType type, String message, String param, String code, int retryAfter) {

  public ApiError(int status, ErrorType type, String message, String param, String code) {
    this(status, type, message, param, code, 0);
  }

  public static ApiError of(ErrorType type, String message) {
    return new ApiError(type.status(), type, message, null, null);
  }

  /** A request that is wrong in one field. */
  public static ApiError invalid(String param, String message) {
    return new ApiError(400, ErrorType.INVALID_REQUEST, message, param, null);
  }

  public ApiError withCode(String word) {
    return new ApiError(status, type, message, param, word, retryAfter);
  }

  public ApiError withRetryAfter(int seconds) {
    return new ApiError(status, type, message, param, code, seconds);
  }

  /** {@code {"error":{"message":…,"type":…,"param":…,"code":…}}}. */
  public String json() {
    StringBuilder json = new StringBuilder(96 + message.length());
    json.append("{\"error\":{\"message\":");
    JsonEscaper.quote(message, json);
    json.append(",\"type\":\"").append(type.word()).append("\",\"param\":");
    JsonEscaper.quoteOrNull(param, json);
    json.append(",\"code\":");
    JsonEscaper.quoteOrNull(code, json);
    return json.append("}}").toString();
  }
}
