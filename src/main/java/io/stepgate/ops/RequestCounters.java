package io.stepgate.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.stepgate.edge.ExchangeFacts;
import io.stepgate.edge.Outcome;

/** Counts what ended: requests by how, tokens by what for. */
final class RequestCounters {
  static final String REQUESTS = "stepgate.requests";

  private final MeterRegistry registry;

  RequestCounters(MeterRegistry registry) {
    this.registry = registry;
  }

  void retried(String backend) {
    count(
        "stepgate.retries",
        "tries after a request's first, by who got them",
        1,
        "backend",
        backend);
  }

  void finished(String model, ExchangeFacts exchange, Outcome outcome) {
    count(
        REQUESTS,
        "requests by how they ended",
        1,
        "model",
        model,
        "endpoint",
        exchange.endpoint(),
        "outcome",
        outcome.word());
    if (!exchange.backend().isEmpty()) {
      count(
          "stepgate.backend.requests",
          "requests by how they ended at the backend that took them last",
          1,
          "backend",
          exchange.backend(),
          "outcome",
          outcome.word());
    }
    count("stepgate.input.tokens", "tokens of prompts", exchange.usage().prompt(), "model", model);
    count(
        "stepgate.cached.tokens",
        "tokens of prompts that a backend's cache already held",
        exchange.usage().cached(),
        "model",
        model);
    PhaseTokens tokens = PhaseTokens.of(exchange.usage(), exchange.tally());
    output(model, Phase.REASONING, tokens.reasoning());
    output(model, Phase.ANSWER, tokens.answer());
    output(model, Phase.TOOL, tokens.tool());
  }

  private void output(String model, Phase phase, long tokens) {
    count(
        "stepgate.output.tokens",
        "tokens of answers; where a backend does not count phases apart, shared out by frames or length",
        tokens,
        "model",
        model,
        "phase",
        phase.word());
  }

  private void count(String name, String description, long by, String... tags) {
    if (by > 0) {
      Counter.builder(name).description(description).tags(tags).register(registry).increment(by);
    }
  }
}
