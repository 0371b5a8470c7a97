package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** The gateway's own answers: JSON documents and errors. */
public final class Replies {
  static final String JSON = "application/json";
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");

  /** The same id, where Anthropic's and OpenAI's own SDKs look for it. */
  static final CharSequence REQUEST_ID_OF_OTHERS = HttpHeaders.createOptimized("request-id");

  private static final CharSequence RETRY = HttpHeaders.createOptimized("Retry-After");
  static final CharSequence BACKEND = HttpHeaders.createOptimized("X-Stepgate-Backend");

  /** What a client that should come back later is told to wait where nobody knows, in seconds. */
  private static final int RETRY_AFTER = 1;

  private Replies() {}

  /** Refuses the method of a request, and says which are allowed. */
  public static void notAllowed(HttpServerRequest request, String allowed) {
    request.response().putHeader(HttpHeaders.ALLOW, allowed);
    refuse(request, ErrorTable.notAllowed(request.method(), "", allowed));
  }

  /** Answers with an error in place of what was asked for; on the request's own loop. */
  public static void refuse(HttpServerRequest request, ApiError error) {
    Arrival.refuse(request, error);
  }

  static void json(HttpServerResponse response, String json) {
    json(response, Buffer.buffer(json));
  }

  /** Answers; completes when the client has it. */
  static Future<Void> json(HttpServerResponse response, Buffer json) {
    return response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(json);
  }

  /** Answers with an error; completes when the client has it. The answer must not have begun. */
  public static Future<Void> error(HttpServerResponse response, ApiError error) {
    response.setStatusCode(error.status());
    if (error.retryAfter() > 0 || error.status() == 429 || error.status() == 503) {
      int seconds = error.retryAfter() > 0 ? error.retryAfter() : RETRY_AFTER;
      response.putHeader(RETRY, Integer.toString(seconds));
    }
    // A page for people has asked for a password already.
    if (error.status() == 401 && !response.headers().contains("WWW-Authenticate")) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    return json(response, Buffer.buffer(error.json()));
  }
}
