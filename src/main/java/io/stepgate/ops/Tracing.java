package io.stepgate.ops;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.stepgate.edge.ExchangeFacts;
import io.stepgate.edge.ExchangeObserver;
import io.stepgate.edge.Outcome;
import io.stepgate.edge.TraceHeaders;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a span of every request, and one of each try at a backend, which learns of it by W3C Trace
 * Context. Here only where an exporter is configured: see {@link TracingKeys}.
 */
@Singleton
@LookupIfProperty(name = TracingKeys.DISABLED, stringValue = "false")
class Tracing implements ExchangeObserver, TraceHeaders {
  private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final List<String> FIELDS = List.copyOf(W3C.fields());
  private static final TextMapGetter<ExchangeFacts> CLIENT =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(ExchangeFacts exchange) {
          return FIELDS;
        }

        @Override
        public String get(ExchangeFacts exchange, String name) {
          return name.equals("traceparent") ? exchange.traceparent() : exchange.tracestate();
        }
      };

  private final Tracer tracer;
  private final ModelLabels models;
  private final Map<ExchangeFacts, RequestSpans> running = new ConcurrentHashMap<>();

  Tracing(OpenTelemetry telemetry, ModelLabels models) {
    tracer = telemetry.getTracer("io.stepgate");
    this.models = models;
  }

  @Override
  public void arrived(ExchangeFacts exchange) {
    Context parent = W3C.extract(Context.root(), exchange, CLIENT);
    running.put(exchange, new RequestSpans(tracer, parent, exchange));
  }

  @Override
  public void leased(ExchangeFacts exchange) {
    RequestSpans spans = running.get(exchange);
    if (spans != null) {
      spans.leased(models.label(exchange));
    }
  }

  @Override
  public MultiMap forBackend(ExchangeFacts exchange, MultiMap client) {
    RequestSpans spans = running.get(exchange);
    if (spans == null) {
      return client;
    }
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(client);
    FIELDS.forEach(headers::remove);
    W3C.inject(spans.atBackend(), headers, MultiMap::set);
    return headers;
  }

  @Override
  public void failed(ExchangeFacts exchange, Outcome outcome, long nanos) {
    RequestSpans spans = running.get(exchange);
    if (spans != null) {
      spans.tryEnded(outcome, nanos);
    }
  }

  @Override
  public void pieces(ExchangeFacts exchange, long nanos) {
    RequestSpans spans = exchange.streaming() ? running.get(exchange) : null;
    if (spans != null) {
      spans.pieces(nanos);
    }
  }

  @Override
  public void finished(ExchangeFacts exchange, Outcome outcome, long nanos) {
    RequestSpans spans = running.remove(exchange);
    if (spans != null) {
      spans.finished(models.label(exchange), outcome, nanos);
    }
  }
}
