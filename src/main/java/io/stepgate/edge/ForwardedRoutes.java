package io.stepgate.edge;

import io.stepgate.admission.Caller;
import io.stepgate.admission.Refusal;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Routes that lead to a backend: from the caller's key to the beginning of an exchange. */
@Singleton
class ForwardedRoutes {
  private final Corridor corridor;
  private final Callers callers;

  ForwardedRoutes(Corridor corridor, Callers callers) {
    this.corridor = corridor;
    this.callers = callers;
  }

  /** Reads a body into an errand. */
  interface Reading {
    Errand read(ChatPlans plans, Caller caller, byte[] body) throws InvalidRequest;
  }

  /** One whose body becomes an errand. */
  Handler<RoutingContext> errand(String path, Reading reading) {
    return context -> {
      HttpServerRequest request = context.request();
      ExchangeFacts facts = arrived(context, path);
      try {
        Caller caller = identified(request, facts);
        BodyKind.check(request);
        BodyReader.read(
                corridor.vertx(),
                request,
                corridor.admission().maxBodySize(),
                corridor.admission().bodyTimeout())
            .onSuccess(body -> begin(request, facts, caller, body, reading))
            .onFailure(failure -> refuse(request, facts, failure));
      } catch (Refusal | InvalidRequest | RuntimeException | Error failure) {
        refuse(request, facts, failure);
      }
    };
  }

  /** One ready backend's description of itself. */
  Handler<RoutingContext> info(String path) {
    return context -> {
      HttpServerRequest request = context.request();
      ExchangeFacts facts = arrived(context, path);
      try {
        Caller caller = identified(request, facts);
        InfoErrand errand = new InfoErrand(RequestTarget.forBackend(path, request));
        request.resume();
        new Exchange(corridor, request, facts, errand).start(caller);
      } catch (Refusal | InvalidRequest refusal) {
        refuse(request, facts, refusal);
      }
    };
  }

  private ExchangeFacts arrived(RoutingContext context, String path) {
    ExchangeFacts facts = Arrival.facts(context, path);
    corridor.observers().arrived(facts);
    return facts;
  }

  private Caller identified(HttpServerRequest request, ExchangeFacts facts)
      throws Refusal, InvalidRequest {
    Caller caller = callers.identify(request);
    facts.caller(caller.name());
    return caller;
  }

  private void begin(
      HttpServerRequest request, ExchangeFacts facts, Caller caller, Buffer body, Reading reading) {
    facts.steps(System.nanoTime());
    Errand errand;
    try {
      errand = reading.read(corridor.plans(), caller, body.getBytes());
    } catch (InvalidRequest | RuntimeException | Error failure) {
      refuse(request, facts, failure);
      return;
    }
    new Exchange(corridor, request, facts, errand).start(caller);
    facts.rests(System.nanoTime());
  }

  /** Ends a request that never became an exchange. */
  private void refuse(HttpServerRequest request, ExchangeFacts facts, Throwable failure) {
    ApiError error = ErrorTable.of(failure);
    Outcome outcome = Outcome.of(error.type());
    if (failure instanceof ClientGone || ClientConnection.gone(request)) {
      facts.status(ExchangeFacts.CLIENT_GONE);
      outcome = Outcome.CANCELLED;
    } else {
      facts.status(error.status());
      Arrival.refuse(request, error);
    }
    corridor.observers().finished(facts, outcome, System.nanoTime());
  }
}
