package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.BackendError;
import io.stepgate.openai.ErrorType;
import io.stepgate.relay.Upstream;
import io.stepgate.relay.UpstreamFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Reads what a backend says in place of an answer. */
final class RefusedReply {
  private static final long LIMIT = 1 << 20;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int LAST = 599;
  private static final int MOST_DIGITS = 9;
  private static final long MOST_SECONDS = 999_999_999;
  private static final int LONGEST_DATE = 32;

  private final Exchange exchange;
  private final Upstream upstream;

  RefusedReply(Exchange exchange, Upstream upstream) {
    this.exchange = exchange;
    this.upstream = upstream;
  }

  void start() {
    int status = upstream.status();
    if (status < OK || status > LAST) {
      // No final status of HTTP: what else comes on this connection is anybody's guess.
      upstream.distrust();
      exchange
          .retries()
          .backendError(
              ApiError.of(ErrorType.UPSTREAM, "the backend answered with status " + status));
      return;
    }
    upstream
        .collect(LIMIT)
        .onSuccess(body -> exchange.guarded(() -> read(body)))
        .onFailure(
            failure ->
                exchange.guarded(() -> exchange.retries().unanswered((UpstreamFailure) failure)));
  }

  private void read(Buffer body) {
    if (!exchange.over()) {
      byte[] bytes = body.getBytes();
      exchange.retries().backendError(error(bytes, upstream.status()));
    }
  }

  private ApiError error(byte[] body, int status) {
    if (status < BAD_REQUEST) {
      return ApiError.of(
          ErrorType.UPSTREAM, "the backend answered with status " + status + " and no answer");
    }
    String wait = upstream.headers().get(HttpHeaders.RETRY_AFTER);
    return BackendError.read(body, 0, body.length, status)
        .withRetryAfter(seconds(wait, Instant.now()));
  }

  /**
   * What {@code Retry-After} says, in either of its two forms (RFC 9110, 10.2.3); 0 for neither.
   */
  static int seconds(String value, Instant now) {
    if (value == null || value.isEmpty() || value.length() > LONGEST_DATE) {
      return 0;
    }
    if (value.length() <= MOST_DIGITS && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Integer.parseInt(value);
    }
    try {
      Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      return (int)
          Math.max(1, Math.min(MOST_SECONDS, then.getEpochSecond() - now.getEpochSecond()));
    } catch (DateTimeException neither) {
      return 0;
    }
  }
}
