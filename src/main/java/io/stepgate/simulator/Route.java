package io.stepgate.simulator;

import java.util.Set;
import java.util.function.Consumer;

/**
 * One path of the server.
 *
 * @param methods that it answers
 * @param errors the shape of its 400s
 * @param generates whether the handler looks after mischief itself
 */
record Route(Set<String> methods, Errors errors, boolean generates, Consumer<Call> handler) {

  /** How a path tells the caller that the request is at fault. */
  enum Errors {
    /** OpenAI paths: SGLang's flat object, and the body must be declared as JSON. */
    OPENAI,
    /** {@code /generate}: {@code {"error":{"message":…}}}. */
    GENERATE,
    /** All others: SGLang's flat object. */
    FLAT
  }

  static Route get(Consumer<Call> handler) {
    return new Route(Set.of("GET"), Errors.FLAT, false, handler);
  }

  static Route post(Consumer<Call> handler) {
    return new Route(Set.of("POST"), Errors.FLAT, false, handler);
  }

  static Route openAi(Consumer<Call> handler) {
    return new Route(Set.of("POST"), Errors.OPENAI, false, handler);
  }

  /** The same path, whose handler streams and so looks after mischief itself. */
  Route generating() {
    return new Route(methods, errors, true, handler);
  }

  /** The answer to a request that is at fault. */
  void refuse(Call call, BadRequest fault) {
    if (errors == Errors.GENERATE) {
      call.generateError(400, fault.getMessage());
    } else {
      call.flatError(400, "BadRequest", fault.getMessage());
    }
  }
}
