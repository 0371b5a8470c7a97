package io.stepgate.edge;

import io.stepgate.admission.Admission;
import io.stepgate.admission.Caller;
import io.stepgate.admission.Credentials;
import io.stepgate.admission.Refusal;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** Who sent a request, and whether its route is open to that caller. */
@Singleton
class Callers {
  private static final CharSequence API_KEY = HttpHeaders.createOptimized("x-api-key");

  private final Admission admission;

  Callers(Admission admission) {
    this.admission = admission;
  }

  Caller identify(HttpServerRequest request) throws Refusal {
    return admission.identify(credentials(request), Loopback.calls(request));
  }

  void check(HttpServerRequest request, Access access) throws Refusal, InvalidRequest {
    switch (access) {
      case OPEN -> {
        // Nobody is asked who he is.
      }
      case KEY -> identify(request);
      case ADMIN -> admission.identifyAdmin(credentials(request), Loopback.calls(request));
      case ADMIN_KEY -> {
        admission.identifyAdmin(credentials(request), Loopback.calls(request));
        // Where there are keys, no administrator is without one.
        if (!admission.keysRequired()) {
          throw onlyWithAKey(request);
        }
      }
    }
  }

  private static Credentials credentials(HttpServerRequest request) {
    return new Credentials(
        request.getHeader(HttpHeaders.AUTHORIZATION), request.getHeader(API_KEY));
  }

  private static InvalidRequest onlyWithAKey(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.ALLOW, "POST");
    return new InvalidRequest(
        new ApiError(
            405,
            ErrorType.INVALID_REQUEST,
            request.method() + " is not allowed on this path without an admin key, use POST",
            null,
            null));
  }
}
