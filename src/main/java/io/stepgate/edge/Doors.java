package io.stepgate.edge;

import static io.stepgate.edge.Access.ADMIN;
import static io.stepgate.edge.Access.ADMIN_KEY;
import static io.stepgate.edge.Access.KEY;
import static io.stepgate.edge.Access.OPEN;
import static io.stepgate.edge.Access.OWN;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** The list of paths. Each line is one door and who may use it; what is not here is not there. */
@Singleton
class Doors {
  private static final List<String> FORWARDED =
      List.of(
          PlainErrand.COMPLETIONS,
          PlainErrand.GENERATE,
          "/tokenize",
          "/detokenize",
          "/v1/tokenize",
          "/v1/detokenize");

  private static final List<String> INFO =
      List.of("/model_info", "/get_model_info", "/server_info", "/get_server_info");

  private final ModelsEndpoint models;
  private final StateEndpoint state;
  private final ParseEndpoint parse;
  private final ControlEndpoint control;
  private final GeneratorEndpoint generator;

  Doors(
      ModelsEndpoint models,
      StateEndpoint state,
      ParseEndpoint parse,
      ControlEndpoint control,
      GeneratorEndpoint generator) {
    this.models = models;
    this.state = state;
    this.parse = parse;
    this.control = control;
    this.generator = generator;
  }

  void open(@Observes Router router, ForwardedRoutes forwarded, OwnRoutes own) {
    RouteTable table = new RouteTable(router);
    table.add(POST, ChatErrand.PATH, forwarded.errand(ChatErrand.PATH, ChatErrand::new));
    FORWARDED.forEach(path -> table.add(POST, path, plain(forwarded, path)));
    PlainErrand.EMBEDDING.forEach(path -> table.add(POST, path, plain(forwarded, path)));
    INFO.forEach(path -> table.add(GET, path, forwarded.info(path)));
    table.add(GET, ModelsEndpoint.LIST, own.plain(KEY, models::list));
    table.add(GET, ModelsEndpoint.LIST + "/*", own.plain(KEY, models::one));
    table.add(GET, "/health", own.plain(OPEN, state::health));
    table.add(GET, "/health_generate", own.plain(OPEN, state::health));
    table.add(POST, "/separate_reasoning", own.work(KEY, parse::reasoning));
    table.add(POST, "/parse_function_call", own.work(KEY, parse::calls));
    table.add(POST, "/abort_request", own.reading(OWN, control::abort, ControlEndpoint.LIMIT));
    table.add(GET, "/flush_cache", own.plain(ADMIN_KEY, control::flush));
    table.add(POST, "/flush_cache", own.plain(ADMIN, control::flush));
    table.add(GET, GeneratorEndpoint.PAGE, own.plain(OPEN, generator::page));
    table.add(GET, GeneratorEndpoint.OPTIONS, own.plain(OPEN, generator::options));
    table.add(GET, GeneratorEndpoint.COMMAND, own.plain(OPEN, generator::command));
    table.add(
        POST,
        GeneratorEndpoint.COMMAND,
        own.reading(OPEN, generator::posted, GeneratorEndpoint.LIMIT));
    table.close();
  }

  private static Handler<RoutingContext> plain(ForwardedRoutes forwarded, String path) {
    return forwarded.errand(path, (plans, caller, body) -> new PlainErrand(plans, path, body));
  }
}
