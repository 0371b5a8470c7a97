package io.stepgate.edge;

import io.stepgate.admission.Caller;
import io.stepgate.admission.Refusal;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Routes that lead to a backend: from the caller's key to the beginning of an exchange. */
@Singleton
class ForwardedRoutes {
  private final Corridor corridor;
  private final Callers callers;
  private final Bodies bodies;

  ForwardedRoutes(Corridor corridor, Callers callers, Bodies bodies) {
    this.corridor = corridor;
    this.callers = callers;
    this.bodies = bodies;
  }

  /** Reads a body into an errand, which then owns it; of a large body on another thread. */
  interface Reading {
    BodyErrand read(ChatPlans plans, Caller caller, Body body) throws InvalidRequest, Refusal;
  }

  /** One whose body becomes an errand. */
  Handler<RoutingContext> errand(String path, Reading reading) {
    return context -> {
      HttpServerRequest request = context.request();
      ExchangeFacts facts = arrived(context, path);
      try {
        Caller caller = identified(request, facts);
        bodies
            .read(request, caller, bodies.limit())
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
      HttpServerRequest request, ExchangeFacts facts, Caller caller, Body body, Reading reading) {
    facts.steps(System.nanoTime());
    bodies
        .work(body, () -> reading.read(corridor.plans(), caller, body))
        .onSuccess(errand -> start(request, facts, caller, errand))
        .onFailure(
            failure -> {
              body.close();
              refuse(request, facts, failure);
            });
  }

  private void start(HttpServerRequest request, ExchangeFacts facts, Caller caller, Errand errand) {
    new Exchange(corridor, request, facts, errand).start(caller);
    facts.rests(System.nanoTime());
  }

  /** Ends a request that never became an exchange. */
  private void refuse(HttpServerRequest request, ExchangeFacts facts, Throwable failure) {
    ApiError error = Faults.error(request, failure);
    Outcome outcome = Outcome.of(error);
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
