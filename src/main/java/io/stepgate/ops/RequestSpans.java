package io.stepgate.ops;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.stepgate.edge.ExchangeFacts;
import io.stepgate.edge.Outcome;
import io.stepgate.openai.Usage;
import io.stepgate.parse.StreamTally;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The spans of one request: that of the server, and below it that of the try that is under way.
 * Names and attributes are those of OpenTelemetry's conventions for HTTP and GenAI; what is in
 * neither begins with {@code stepgate}. They hold no prompt, no answer and no key.
 */
final class RequestSpans {
  private static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
  private static final String ERROR = "error.type";
  private static final String STATUS = "http.response.status_code";
  private static final long NANOS = 1_000_000_000L;
  private static final int BAD_REQUEST = 400;
  private static final int SERVER_ERROR = 500;

  private final Tracer tracer;
  private final ExchangeFacts exchange;
  private final String operation;

  /** What turns {@link System#nanoTime} into the time since 1970. */
  private final long epochNanos;

  private final Span server;
  private Span client;
  private boolean toldReasoning;
  private boolean toldAnswer;
  private boolean toldTool;

  /** Begins the server's span, as a child of the client's where it told one. */
  RequestSpans(Tracer tracer, Context parent, ExchangeFacts exchange) {
    this.tracer = tracer;
    this.exchange = exchange;
    operation = GenAi.operation(exchange.endpoint());
    Instant now = Instant.now();
    epochNanos = now.getEpochSecond() * NANOS + now.getNano() - System.nanoTime();
    server =
        tracer
            .spanBuilder(exchange.method() + " " + exchange.endpoint())
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent)
            .setStartTimestamp(at(exchange.arrivedNanos()), TimeUnit.NANOSECONDS)
            .setAttribute("http.request.method", exchange.method())
            .setAttribute("http.route", exchange.endpoint())
            .setAttribute("url.path", exchange.endpoint())
            .setAttribute("stepgate.request.id", exchange.requestId())
            .startSpan();
  }

  /** Begins the span of a try. */
  void leased(String model) {
    SpanBuilder span =
        tracer
            .spanBuilder(name(model))
            .setSpanKind(SpanKind.CLIENT)
            .setParent(Context.root().with(server))
            .setStartTimestamp(at(exchange.sentNanos()), TimeUnit.NANOSECONDS)
            .setAttribute("http.request.method", exchange.method())
            .setAttribute("stepgate.backend", exchange.backend());
    URI origin = exchange.origin();
    span.setAttribute("server.address", origin.getHost());
    span.setAttribute("server.port", port(origin));
    if (operation != null) {
      span.setAttribute("gen_ai.operation.name", operation);
      span.setAttribute("gen_ai.provider.name", GenAi.PROVIDER);
      span.setAttribute("gen_ai.request.model", ClientText.tidy(exchange.model()));
    }
    if (exchange.tries() > 1) {
      span.setAttribute("http.request.resend_count", exchange.tries() - 1L);
    }
    client = span.startSpan();
  }

  /** What a backend is told: it is part of the try. */
  Context atBackend() {
    return Context.root().with(client == null ? server : client);
  }

  /** The client of a stream was told something. */
  void pieces(long nanos) {
    StreamTally told = exchange.tally();
    if (!toldReasoning && told.reasoningFrames() > 0) {
      toldReasoning = true;
      event("first_reasoning", nanos);
    }
    if (!toldAnswer && told.answerFrames() > 0) {
      toldAnswer = true;
      event("first_answer", nanos);
    }
    if (!toldTool && told.toolFrames() > 0) {
      toldTool = true;
      event("first_tool_call", nanos);
    }
  }

  private void event(String name, long nanos) {
    if (client != null) {
      client.addEvent(name, at(nanos), TimeUnit.NANOSECONDS);
    }
  }

  /** Ends the span of a try that came to something or to nothing. */
  void tryEnded(Outcome outcome, long nanos) {
    if (client == null) {
      return;
    }
    if (outcome == Outcome.OK) {
      client.setAttribute(STATUS, (long) exchange.status());
    } else {
      failed(client, outcome);
    }
    client.end(at(nanos), TimeUnit.NANOSECONDS);
    client = null;
  }

  /** Ends all that is open. */
  void finished(String model, Outcome outcome, long nanos) {
    if (client != null && operation != null && exchange.firstPieceNanos() != 0) {
      answered(exchange.usage(), exchange.tally());
    }
    tryEnded(outcome, nanos);
    server.updateName(name(model));
    server.setAttribute(STATUS, (long) exchange.status());
    server.setAttribute("stepgate.outcome", outcome.word());
    // A request that was wrong is no failure of the server's; one that broke off has status 200.
    boolean refused = exchange.status() >= BAD_REQUEST && exchange.status() < SERVER_ERROR;
    if (outcome == Outcome.CANCELLED || outcome != Outcome.OK && !refused) {
      failed(server, outcome);
    }
    server.end(at(nanos), TimeUnit.NANOSECONDS);
  }

  private void answered(Usage usage, StreamTally told) {
    client.setAttribute("gen_ai.response.model", exchange.servedModel());
    tokens("gen_ai.usage.input_tokens", usage.prompt());
    tokens("gen_ai.usage.cache_read.input_tokens", usage.cached());
    tokens("gen_ai.usage.output_tokens", usage.completion());
    tokens("gen_ai.usage.reasoning.output_tokens", PhaseTokens.countedReasoning(usage, told));
    if (!told.finishReasons().isEmpty()) {
      client.setAttribute(FINISH_REASONS, told.finishReasons());
    }
  }

  private void tokens(String name, long count) {
    if (count >= 0) {
      client.setAttribute(name, count);
    }
  }

  /** That a client went away is told, but is nobody's failure. */
  private static void failed(Span span, Outcome outcome) {
    span.setAttribute(ERROR, outcome.word());
    if (outcome != Outcome.CANCELLED) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  private String name(String model) {
    return operation == null
        ? exchange.method() + " " + exchange.endpoint()
        : operation + " " + model;
  }

  private long at(long nanos) {
    return epochNanos + nanos;
  }

  private static long port(URI origin) {
    if (origin.getPort() >= 0) {
      return origin.getPort();
    }
    return "https".equals(origin.getScheme()) ? 443 : 80;
  }
}
