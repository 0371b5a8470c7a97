package io.stepgate.simulator.endpoint;

import io.stepgate.simulator.engine.BadRequest;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.fault.FaultInjection;
import io.stepgate.simulator.fault.FaultInjector;
import io.stepgate.simulator.http.Counters;
import io.stepgate.simulator.http.RecordedRequest;
import io.stepgate.simulator.http.ServedCall;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads requests, asks for the key, finds the path and turns faults into error bodies. */
public final class HttpFront implements Handler<HttpServerRequest> {
  private static final int MAX_BODY = 32 << 20;
  private static final int RECORDED_BODY = 1 << 20;

  private final System.Logger log = System.getLogger(HttpFront.class.getName());
  private final Optional<byte[]> key;
  private final Optional<byte[]> adminKey;
  private final boolean embedding;
  private final ServerState state;
  private final Routes routes;
  private final Counters counters;
  private final FaultInjector injector;

  public HttpFront(
      SimulatorOptions options,
      ServerState state,
      Routes routes,
      Counters counters,
      FaultInjector injector) {
    this.key = options.apiKey().map(HttpFront::bytes);
    this.adminKey = options.adminApiKey().map(HttpFront::bytes);
    this.embedding = options.embedding();
    this.state = state;
    this.routes = routes;
    this.counters = counters;
    this.injector = injector;
  }

  @Override
  public void handle(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    boolean[] refused = {false};
    // A client that breaks off while sending gets no answer: there is nobody to tell.
    request.exceptionHandler(broken -> refused[0] = true);
    request.handler(
        part -> {
          if (!refused[0] && body.length() + part.length() > MAX_BODY) {
            refused[0] = true;
            new ServedCall(request, body)
                .flatError(413, "BadRequest", "The body is larger than " + MAX_BODY + " bytes.");
          } else if (!refused[0]) {
            body.appendBuffer(part);
          }
        });
    request.endHandler(
        end -> {
          if (!refused[0]) {
            answer(new ServedCall(request, body));
          }
        });
  }

  private void answer(ServedCall call) {
    String path = call.request().path();
    String method = call.request().method().name();
    record(call, method, path);
    Optional<Route> route = routes.find(path);
    boolean admin =
        adminKey.isPresent() && route.filter(one -> one.is(Route.Kind.ADMIN)).isPresent();
    if (!path.startsWith("/health") && !authorised(call.request(), admin ? adminKey : key)) {
      call.json(401, "{\"error\":\"Unauthorized\"}");
    } else if (route.isEmpty()) {
      call.json(404, "{\"detail\":\"Not Found\"}");
    } else if (!route.get().methods().contains(method)) {
      call.json(405, "{\"detail\":\"Method Not Allowed\"}");
    } else {
      answer(call, route.get());
    }
  }

  private void answer(ServedCall call, Route route) {
    guarded(
        call,
        route,
        () -> {
          if (route.errors() == Route.Errors.OPENAI) {
            requireJson(call.request());
          }
          FaultInjection faults = FaultInjection.ofHeader(call);
          if (route.is(Route.Kind.GENERATING)) {
            requireGeneration();
            if (!state.is(ServerState.Kind.DRAINING)) {
              route.handler().accept(call);
            }
          } else {
            // A late answer runs outside of this guard and so needs its own.
            injector.pass(
                call,
                faults,
                false,
                () -> guarded(call, route, () -> route.handler().accept(call)));
          }
        });
  }

  private void guarded(ServedCall call, Route route, Runnable action) {
    try {
      action.run();
    } catch (BadRequest fault) {
      route.refuse(call, fault);
    } catch (RuntimeException bug) {
      fail(call, bug);
    }
  }

  private void fail(ServedCall call, RuntimeException bug) {
    log.log(System.Logger.Level.ERROR, "simulator: " + call.request().path() + " failed", bug);
    call.flatError(500, "InternalServerError", "Internal error.");
  }

  private static void requireJson(HttpServerRequest request) {
    String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new BadRequest("Unsupported Media Type: Only 'application/json' is allowed");
    }
  }

  /** A real one is killed by its first chat, which helps nobody who looks at a simulator. */
  private void requireGeneration() {
    if (embedding) {
      throw new BadRequest("This server runs with --is-embedding: it does not generate.");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean authorised(HttpServerRequest request, Optional<byte[]> key) {
    if (key.isEmpty()) {
      return true;
    }
    String header = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
    String given = header.replaceFirst("^Bearer ", "");
    return header.startsWith("Bearer ") && MessageDigest.isEqual(bytes(given), key.get());
  }

  private void record(ServedCall call, String method, String path) {
    if (!method.equals("POST")) {
      return;
    }
    Map<String, String> headers = new TreeMap<>();
    call.request()
        .headers()
        .forEach(
            header ->
                headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    int kept = Math.min(RECORDED_BODY, call.body().length());
    counters.request(
        new RecordedRequest(method, path, headers, call.body().getString(0, kept, "UTF-8")));
  }
}
