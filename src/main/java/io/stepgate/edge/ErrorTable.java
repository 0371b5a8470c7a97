package io.stepgate.edge;

import io.stepgate.admission.Refusal;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.stepgate.openai.InvalidRequest;
import io.stepgate.parse.ParseFailure;
import io.stepgate.relay.UpstreamFailure;
import io.stepgate.routing.Lease;
import io.stepgate.routing.NoBackend;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/**
 * Which failure of which room is which error for the client. Statuses that no type of error has by
 * itself stand here and nowhere else.
 */
public final class ErrorTable {
  /** For a request that its caller aborted, where no backend ends the answer. */
  static final ApiError ABORTED =
      new ApiError(
          ExchangeFacts.CLIENT_GONE,
          ErrorType.INVALID_REQUEST,
          "the request was aborted by its caller",
          null,
          "aborted");

  /** For a request that outlasts the time of a gateway that stops. */
  static final ApiError STOPPING =
      ApiError.of(ErrorType.OVERLOADED, "the gateway was stopped before the answer was whole");

  private ErrorTable() {}

  static ApiError of(Throwable failure) {
    if (failure instanceof InvalidRequest invalid) {
      return invalid.error();
    }
    if (failure instanceof Refusal refusal) {
      return of(refusal);
    }
    if (failure instanceof NoBackend none) {
      return of(none);
    }
    if (failure instanceof UpstreamFailure upstream) {
      return of(upstream);
    }
    if (failure instanceof ParseFailure broken) {
      return ApiError.of(ErrorType.UPSTREAM, broken.getMessage());
    }
    return new ApiError(
        500, ErrorType.UPSTREAM, "the gateway failed on this request", null, "internal_error");
  }

  /** Whether it is none that a room tells of: something in the gateway itself went wrong. */
  static boolean isFault(Throwable failure) {
    return !(failure instanceof InvalidRequest
        || failure instanceof Refusal
        || failure instanceof NoBackend
        || failure instanceof UpstreamFailure
        || failure instanceof ParseFailure
        || failure instanceof ClientGone);
  }

  /**
   * What a backend's own error says of the backend.
   *
   * @param clientsKey whether the key that it was asked with, if any, is the client's own
   */
  static Lease.Outcome lease(ApiError error, boolean clientsKey) {
    return switch (error.status()) {
      case 429, 503 -> Lease.Outcome.OVERLOADED;
      case 401, 403 -> clientsKey ? Lease.Outcome.DECLINED : Lease.Outcome.BROKEN;
      default -> error.status() >= 500 ? Lease.Outcome.BROKEN : Lease.Outcome.DECLINED;
    };
  }

  /** What bytes that cannot be read say of the backend: a client can ask any for too many. */
  static Lease.Outcome lease(ParseFailure failure) {
    return failure.kind() == ParseFailure.Kind.TOO_LARGE
        ? Lease.Outcome.DECLINED
        : Lease.Outcome.BROKEN;
  }

  /**
   * @param method what was tried
   * @param allowed what would have been right, fit for {@code Allow}
   */
  static ApiError notAllowed(HttpMethod method, String where, String allowed) {
    return invalid(405, method + " is not allowed on this path" + where + ", use " + allowed);
  }

  /** For a model that has no backend, or no figures. */
  public static ApiError unknownModel(String message) {
    return new ApiError(404, ErrorType.NOT_FOUND, message, "model", "model_not_found");
  }

  static ApiError tooSlow(String message) {
    return new ApiError(408, ErrorType.TIMEOUT, message, null, null);
  }

  static ApiError tooLarge(String message) {
    return invalid(413, message).withCode("request_too_large");
  }

  static ApiError longLine(String message) {
    return invalid(414, message);
  }

  static ApiError otherKindOfBody(String message) {
    return invalid(415, message);
  }

  static ApiError longHeaders(String message) {
    return invalid(431, message);
  }

  static ApiError otherCoding(String message) {
    return invalid(501, message);
  }

  private static ApiError invalid(int status, String message) {
    return new ApiError(status, ErrorType.INVALID_REQUEST, message, null, null);
  }

  private static ApiError of(Refusal refusal) {
    return switch (refusal.kind()) {
      case MISSING_KEY, UNKNOWN_KEY ->
          ApiError.of(ErrorType.AUTHENTICATION, refusal.getMessage()).withCode("invalid_api_key");
      case NOT_ALLOWED -> ApiError.of(ErrorType.PERMISSION, refusal.getMessage());
      case BODIES_FULL, QUEUE_FULL, QUEUE_TIMEOUT ->
          ApiError.of(ErrorType.OVERLOADED, refusal.getMessage())
              .withRetryAfter(wholeSeconds(refusal.retryAfter()));
    };
  }

  /** Rounded up: who comes back too early is refused again. */
  private static int wholeSeconds(Duration wait) {
    return (int) Math.min(Integer.MAX_VALUE, wait.plusNanos(999_999_999).toSeconds());
  }

  private static ApiError of(NoBackend none) {
    return switch (none.kind()) {
      case UNKNOWN_MODEL -> unknownModel(none.getMessage());
      case NONE_CONFIGURED, NONE_READY, EXHAUSTED ->
          ApiError.of(ErrorType.OVERLOADED, none.getMessage());
    };
  }

  private static ApiError of(UpstreamFailure upstream) {
    ErrorType type =
        upstream.kind() == UpstreamFailure.Kind.SILENT ? ErrorType.TIMEOUT : ErrorType.UPSTREAM;
    return ApiError.of(type, upstream.getMessage());
  }
}
