package io.stepgate.routing.policy;

/** What a request asks of a backend: not every backend can do it, nor survives it. */
public enum Workload {
  /** Text, token after token: the work of a server that generates. */
  GENERATION,
  /** Vectors, ranks, scores or classes: the work of a server that does not, if there is one. */
  EMBEDDING,
  /** What every server does, such as telling tokens or itself. */
  ANY
}
