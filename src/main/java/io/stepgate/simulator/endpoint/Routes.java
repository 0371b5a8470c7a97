package io.stepgate.simulator.endpoint;

import io.stepgate.simulator.engine.BadRequest;
import io.stepgate.simulator.engine.PrefixCache;
import io.stepgate.simulator.engine.SimulatedEngine;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.Vocabulary;
import io.stepgate.simulator.fault.FaultInjector;
import io.stepgate.simulator.http.Counters;
import io.stepgate.simulator.http.ServedCall;
import io.stepgate.simulator.script.BodyFields;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The paths of an SGLang server. */
public final class Routes {
  private static final String MODEL = "/v1/models/";

  private final Map<String, Route> routes = new HashMap<>();
  private final ServerInfo info;
  private final SimulatorOptions options;
  private final SimulatedEngine engine;
  private final Counters counters;
  private final PrefixCache prefixes = new PrefixCache();

  public Routes(
      SimulatorOptions options,
      SimulatedEngine engine,
      ServerState state,
      Counters counters,
      FaultInjector injector) {
    this.options = options;
    this.engine = engine;
    this.counters = counters;
    this.info = new ServerInfo(options, engine);
    Vocabulary vocabulary = new Vocabulary();
    GenerationRunner runner = new GenerationRunner(options, engine, counters);
    ChatHandler chat = new ChatHandler(options, runner, prefixes, injector);
    PromptHandler prompts = new PromptHandler(options, runner, prefixes, vocabulary, injector);
    TextEndpoints texts = new TextEndpoints(options, vocabulary);

    add(Route.openAi(chat::handle).as(Route.Kind.GENERATING), "/v1/chat/completions");
    add(Route.openAi(prompts::completions).as(Route.Kind.GENERATING), "/v1/completions");
    add(
        new Route(
            Set.of("POST", "PUT"), Route.Errors.GENERATE, Route.Kind.GENERATING, prompts::generate),
        "/generate");
    add(Route.openAi(texts::embeddings), "/v1/embeddings");
    add(Route.openAi(texts::tokenize), "/v1/tokenize", "/tokenize");
    add(Route.openAi(texts::detokenize), "/v1/detokenize", "/detokenize");
    add(Route.post(texts::separateReasoning), "/separate_reasoning");
    add(Route.post(texts::parseFunctionCall), "/parse_function_call");
    add(Route.get(state::health), "/health", "/health_generate");
    add(json(info::models), "/v1/models");
    add(json(info::modelInfo), "/model_info", "/get_model_info");
    add(Route.get(this::serverInfo), "/server_info", "/get_server_info");
    add(json(info::loads), "/v1/loads");
    add(Route.get(call -> call.json(200, info.load().encode())), "/get_load");
    add(Route.post(state::change), "/simulate");
    add(Route.post(this::abort).as(Route.Kind.ADMIN), "/abort_request");
    add(
        new Route(Set.of("GET", "POST"), Route.Errors.FLAT, Route.Kind.ADMIN, this::flushCache),
        "/flush_cache");
  }

  Optional<Route> find(String path) {
    if (path.startsWith(MODEL) && path.length() > MODEL.length()) {
      return Optional.of(Route.get(this::model));
    }
    return Optional.ofNullable(routes.get(path));
  }

  private void add(Route route, String... paths) {
    for (String path : paths) {
      routes.put(path, route);
    }
  }

  private static Route json(Supplier<JsonObject> answer) {
    return Route.get(call -> call.json(200, answer.get().encode()));
  }

  private void serverInfo(ServedCall call) {
    int port = call.request().localAddress().port();
    call.json(200, info.serverInfo(port).encode());
  }

  private void model(ServedCall call) {
    String tail = call.request().path().substring(MODEL.length());
    String id = decoded(tail);
    if (id.equals(options.model())) {
      call.json(200, info.model().encode());
      return;
    }
    JsonObject error =
        new JsonObject()
            .put("message", "The model '" + id + "' does not exist")
            .put("type", "invalid_request_error")
            .put("param", "model")
            .put("code", "model_not_found");
    call.json(404, new JsonObject().put("error", error).encode());
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      throw new BadRequest("the path has a broken % escape", brokenEscape);
    }
  }

  private void abort(ServedCall call) {
    BodyFields fields = call.fields();
    String rid = fields.text("rid", "");
    if (fields.flag("abort_all", false)) {
      engine.abortAll();
    } else if (!rid.isEmpty()) {
      counters.aborted(rid);
      engine.abort(rid);
    }
    call.text(200, "");
  }

  private void flushCache(ServedCall call) {
    boolean idle = engine.active() == 0;
    if (idle) {
      prefixes.clear();
    }
    call.text(
        idle ? 200 : 400,
        "Cache flushed.\nPlease check backend logs for more details. (When there are running or"
            + " waiting requests, the operation will not be performed.)\n");
  }
}
