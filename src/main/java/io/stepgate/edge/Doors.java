package io.stepgate.edge;

import io.stepgate.admission.Caller;
import io.stepgate.admission.Refusal;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The list of paths. Each line is one door; what is not here is not there. */
@Singleton
class Doors {
  private static final List<String> FORWARDED =
      List.of(
          PlainErrand.COMPLETIONS,
          PlainErrand.GENERATE,
          "/v1/embeddings",
          "/v1/rerank",
          "/v1/score",
          "/v1/classify",
          "/tokenize",
          "/detokenize",
          "/v1/tokenize",
          "/v1/detokenize");

  private final Vertx vertx;
  private final Corridor corridor;
  private final ModelsEndpoint models;
  private final StateEndpoint state;
  private final ParseEndpoint parse;
  private final ControlEndpoint control;
  private final GeneratorEndpoint generator;

  Doors(
      Vertx vertx,
      Corridor corridor,
      ModelsEndpoint models,
      StateEndpoint state,
      ParseEndpoint parse,
      ControlEndpoint control,
      GeneratorEndpoint generator) {
    this.vertx = vertx;
    this.corridor = corridor;
    this.models = models;
    this.state = state;
    this.parse = parse;
    this.control = control;
    this.generator = generator;
  }

  void open(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).handler(Doors::named);
    errand(router, ChatErrand.PATH, body -> new ChatErrand(corridor.plans(), body));
    for (String path : FORWARDED) {
      errand(router, path, body -> new PlainErrand(corridor.plans(), path, body));
    }
    get(router, "/v1/models", models::list);
    get(router, "/v1/models/*", models::one);
    get(router, "/health", state::health);
    get(router, "/health_generate", state::health);
    for (String path :
        List.of("/model_info", "/get_model_info", "/server_info", "/get_server_info")) {
      router.get(path).handler(context -> info(context, path));
      only(router, path, HttpMethod.GET);
    }
    post(router, "/separate_reasoning", parse::reasoning);
    post(router, "/parse_function_call", parse::calls);
    router.post("/abort_request").handler(Doors::named).handler(control::abort);
    router.route("/flush_cache").handler(Doors::named).handler(control::flush);
    generator.open(router);
    router.route("/v1/*").last().handler(Doors::named).handler(Doors::unknown);
    router.errorHandler(404, context -> unknown(context.response().ended() ? null : context));
    router.errorHandler(500, Doors::crashed);
  }

  /** Reads a body into an errand. */
  private interface Reading {
    Errand read(byte[] body) throws InvalidRequest;
  }

  private void errand(Router router, String path, Reading reading) {
    router.post(path).handler(Doors::named).handler(context -> run(context, path, reading));
    only(router, path, HttpMethod.POST);
  }

  private void run(RoutingContext context, String path, Reading reading) {
    HttpServerRequest request = context.request();
    ExchangeFacts facts = Arrival.facts(context, path);
    corridor.observers().arrived(facts);
    try {
      Caller caller = caller(request);
      facts.caller(caller.name());
      body(request)
          .onSuccess(body -> begin(request, facts, caller, body, reading))
          .onFailure(failure -> refuse(request, facts, failure));
    } catch (Refusal | RuntimeException failure) {
      refuse(request, facts, failure);
    }
  }

  /** One ready backend's description of itself. */
  private void info(RoutingContext context, String path) {
    HttpServerRequest request = context.request();
    ExchangeFacts facts = Arrival.facts(context, path);
    corridor.observers().arrived(facts);
    try {
      Caller caller = caller(request);
      facts.caller(caller.name());
      request.resume();
      new Exchange(corridor, request, facts, new InfoErrand(request.uri())).start(caller);
    } catch (Refusal refusal) {
      refuse(request, facts, refusal);
    }
  }

  private void begin(
      HttpServerRequest request, ExchangeFacts facts, Caller caller, Buffer body, Reading reading) {
    facts.steps(System.nanoTime());
    Errand errand;
    try {
      errand = reading.read(body.getBytes());
    } catch (InvalidRequest | RuntimeException failure) {
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
    if (request.response().closed()) {
      facts.status(ExchangeFacts.CLIENT_GONE);
      outcome = Outcome.CANCELLED;
    } else {
      facts.status(error.status());
      Arrival.refuse(request, error);
    }
    corridor.observers().finished(facts, outcome, System.nanoTime());
  }

  private void get(Router router, String path, Door door) {
    router.get(path).handler(Doors::named).handler(context -> open(context, door, false));
    only(router, path, HttpMethod.GET);
  }

  private void post(Router router, String path, Door door) {
    router.post(path).handler(Doors::named).handler(context -> open(context, door, true));
    only(router, path, HttpMethod.POST);
  }

  /** A door that answers by itself. */
  interface Door {
    void enter(RoutingContext context, Buffer body) throws InvalidRequest;
  }

  private void open(RoutingContext context, Door door, boolean withBody) {
    HttpServerRequest request = context.request();
    try {
      if (!request.path().startsWith("/health")) {
        caller(request);
      }
      if (!withBody) {
        // A body that nobody wants must not stop the connection's next request.
        request.resume();
      }
      Future<Buffer> body = withBody ? body(request) : Future.succeededFuture(Buffer.buffer());
      body.onSuccess(bytes -> enter(context, door, bytes))
          .onFailure(failure -> Arrival.refuse(request, ErrorTable.of(failure)));
    } catch (Refusal refusal) {
      Arrival.refuse(request, ErrorTable.of(refusal));
    }
  }

  private static void enter(RoutingContext context, Door door, Buffer body) {
    try {
      door.enter(context, body);
    } catch (InvalidRequest | RuntimeException failure) {
      Arrival.refuse(context.request(), ErrorTable.of(failure));
    }
  }

  private Caller caller(HttpServerRequest request) throws Refusal {
    return corridor
        .admission()
        .identify(request.getHeader(HttpHeaders.AUTHORIZATION), Arrival.loopback(request));
  }

  private Future<Buffer> body(HttpServerRequest request) {
    return BodyReader.read(
        vertx, request, corridor.admission().maxBodySize(), corridor.admission().bodyTimeout());
  }

  static void named(RoutingContext context) {
    Arrival.mark(context);
    context.next();
  }

  /** Refuses every other method on a path, and says which it has. */
  static void only(Router router, String path, HttpMethod... methods) {
    String allowed = Stream.of(methods).map(HttpMethod::name).collect(Collectors.joining(", "));
    router
        .route(path)
        .handler(Doors::named)
        .handler(
            context -> {
              context.response().putHeader(HttpHeaders.ALLOW, allowed);
              Arrival.refuse(
                  context.request(),
                  new ApiError(
                      405,
                      ErrorType.INVALID_REQUEST,
                      context.request().method() + " is not allowed on this path, use " + allowed,
                      null,
                      null));
            });
  }

  private static void crashed(RoutingContext context) {
    Throwable fault = context.failure();
    Arrival.mark(context);
    Arrival.refuse(
        context.request(), ErrorTable.of(fault == null ? new IllegalStateException() : fault));
  }

  private static void unknown(RoutingContext context) {
    if (context != null) {
      Arrival.mark(context);
      Arrival.refuse(
          context.request(),
          ApiError.of(ErrorType.NOT_FOUND, "there is no path " + context.request().path()));
    }
  }
}
