package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The gateway's own answers: JSON documents and errors. */
final class Replies {
  static final String JSON = "application/json";
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");

  /** The same id, where Anthropic's and OpenAI's own SDKs look for it. */
  static final CharSequence REQUEST_ID_OF_OTHERS = HttpHeaders.createOptimized("request-id");

  private static final CharSequence RETRY = HttpHeaders.createOptimized("Retry-After");
  static final CharSequence BACKEND = HttpHeaders.createOptimized("X-Stepgate-Backend");

  /** What a client that should come back later is told to wait where nobody knows, in seconds. */
  private static final int RETRY_AFTER = 1;

  private Replies() {}

  static void json(HttpServerResponse response, String json) {
    json(response, Buffer.buffer(json));
  }

  /** Answers; completes when the client has it. */
  static Future<Void> json(HttpServerResponse response, Buffer json) {
    return response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(json);
  }

  /** Answers with an error; completes when the client has it. The answer must not have begun. */
  static Future<Void> error(HttpServerResponse response, ApiError error) {
    response.setStatusCode(error.status());
    if (error.retryAfter() > 0 || error.status() == 429 || error.status() == 503) {
      int seconds = error.retryAfter() > 0 ? error.retryAfter() : RETRY_AFTER;
      response.putHeader(RETRY, Integer.toString(seconds));
    }
    if (error.status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    return json(response, Buffer.buffer(error.json()));
  }
}
