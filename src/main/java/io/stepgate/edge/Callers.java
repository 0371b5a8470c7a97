package io.stepgate.edge;

import io.stepgate.admission.Admission;
import io.stepgate.admission.Caller;
import io.stepgate.admission.Credentials;
import io.stepgate.admission.Refusal;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Who sent a request, and whether its route is open to that caller. */
@Singleton
public class Callers {
  private static final CharSequence API_KEY = HttpHeaders.createOptimized("x-api-key");

  private final Admission admission;
  private final PageOrigins pages;

  Callers(Admission admission, PageOrigins pages) {
    this.admission = admission;
    this.pages = pages;
  }

  Caller identify(HttpServerRequest request) throws Refusal, InvalidRequest {
    if (!admission.keysRequired()) {
      checkSite(request);
      checkHost(request);
    }
    return admission.identify(credentials(request), Loopback.calls(request));
  }

  /** The caller, or null on a route where nobody is asked who he is. */
  Caller check(HttpServerRequest request, Access access) throws Refusal, InvalidRequest {
    return switch (access) {
      case OPEN -> {
        checkSite(request);
        yield null;
      }
      case KEY -> identify(request);
      // Without keys nobody's requests can be told from another's.
      case OWN -> admission.keysRequired() ? identify(request) : identifyAdmin(request);
      case ADMIN -> identifyAdmin(request);
      case ADMIN_KEY -> {
        Caller caller = identifyAdmin(request);
        // Where there are keys, no administrator is without one.
        if (!admission.keysRequired()) {
          throw onlyWithAKey(request);
        }
        yield caller;
      }
    };
  }

  Caller identifyAdmin(HttpServerRequest request) throws Refusal {
    return admission.identifyAdmin(credentials(request), Loopback.calls(request));
  }

  /** Whether callers have to show a key at all. */
  public boolean keysRequired() {
    return admission.keysRequired();
  }

  /**
   * Why a caller may not see what asks for a key, or empty. For pages: a browser can show a key
   * only as it shows a password (RFC 7617).
   */
  public Optional<ApiError> refusal(HttpServerRequest request) {
    try {
      String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
      String password = BasicPassword.of(authorization);
      admission.identify(
          new Credentials(authorization, password == null ? request.getHeader(API_KEY) : password),
          false);
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(ErrorTable.of(refusal));
    }
  }

  /** Where no key is needed, every page that a user of this gateway looks at could use it. */
  private static void checkSite(HttpServerRequest request) throws InvalidRequest {
    if (!safe(request) && Browser.sentByAnotherSite(request)) {
      throw new InvalidRequest(
          ApiError.of(
              ErrorType.PERMISSION,
              "a page of another site may not use this gateway unless quarkus.http.cors.enabled"
                  + " is true and quarkus.http.cors.origins has the page's origin"));
    }
  }

  private void checkHost(HttpServerRequest request) throws InvalidRequest {
    if (!safe(request) && pages.mayBeRebound(request)) {
      throw new InvalidRequest(
          ApiError.of(
              ErrorType.PERMISSION,
              "without keys a page may use this gateway by an IP address or localhost only: set"
                  + " stepgate.admission.keys-file, or quarkus.http.cors.enabled to true and"
                  + " quarkus.http.cors.origins to the page's origin"));
    }
  }

  /** Makes no backend generate. */
  private static boolean safe(HttpServerRequest request) {
    return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
  }

  private static Credentials credentials(HttpServerRequest request) {
    return new Credentials(
        request.getHeader(HttpHeaders.AUTHORIZATION), request.getHeader(API_KEY));
  }

  private static InvalidRequest onlyWithAKey(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.ALLOW, "POST");
    return new InvalidRequest(
        ErrorTable.notAllowed(request.method(), " without an admin key", "POST"));
  }
}
