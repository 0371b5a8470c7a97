package io.stepgate.simulator.endpoint;

import io.stepgate.simulator.engine.BadRequest;
import io.stepgate.simulator.http.ServedCall;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One path of the server.
 *
 * @param methods that it answers
 * @param errors the shape of its 400s
 */
record Route(Set<String> methods, Errors errors, Kind kind, Consumer<ServedCall> handler) {

  /** What a path is for. */
  enum Kind {
    /** Anything that does not generate. */
    PLAIN,
    /** The engine generates for it; its handler looks after injected faults itself. */
    GENERATING,
    /** It needs the administrator's key where the server has one. */
    ADMIN
  }

  /** How a path tells the caller that the request is at fault. */
  enum Errors {
    /** OpenAI paths: SGLang's flat object, and the body must be declared as JSON. */
    OPENAI,
    /** {@code /generate}: {@code {"error":{"message":…}}}. */
    GENERATE,
    /** All others: SGLang's flat object. */
    FLAT
  }

  static Route get(Consumer<ServedCall> handler) {
    return new Route(Set.of("GET"), Errors.FLAT, Kind.PLAIN, handler);
  }

  static Route post(Consumer<ServedCall> handler) {
    return new Route(Set.of("POST"), Errors.FLAT, Kind.PLAIN, handler);
  }

  static Route openAi(Consumer<ServedCall> handler) {
    return new Route(Set.of("POST"), Errors.OPENAI, Kind.PLAIN, handler);
  }

  /** The same path, for something else. */
  Route as(Kind other) {
    return new Route(methods, errors, other, handler);
  }

  boolean is(Kind asked) {
    return kind == asked;
  }

  /** The answer to a request that is at fault. */
  void refuse(ServedCall call, BadRequest fault) {
    if (errors == Errors.GENERATE) {
      call.generateError(400, fault.getMessage());
    } else {
      call.flatError(400, "BadRequest", fault.getMessage());
    }
  }
}
