package io.stepgate.edge;

import io.stepgate.admission.Admission;
import io.stepgate.admission.Caller;
import io.stepgate.admission.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** Who sent a request, and whether its route is open to that caller. */
@Singleton
class Callers {
  private final Admission admission;

  Callers(Admission admission) {
    this.admission = admission;
  }

  Caller identify(HttpServerRequest request) throws Refusal {
    return admission.identify(
        request.getHeader(HttpHeaders.AUTHORIZATION), Arrival.loopback(request));
  }

  void check(HttpServerRequest request, Access access) throws Refusal {
    switch (access) {
      case OPEN -> {
        // Nobody is asked who he is.
      }
      case KEY -> identify(request);
      case ADMIN ->
          admission.identifyAdmin(
              request.getHeader(HttpHeaders.AUTHORIZATION), Arrival.loopback(request));
    }
  }
}
