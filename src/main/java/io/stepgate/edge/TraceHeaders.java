package io.stepgate.edge;

import io.vertx.core.MultiMap;

/**
 * Says to a backend which trace a try belongs to. At most one bean does; without one the client's
 * own trace headers travel on. Called on the request's event loop, after {@link
 * ExchangeObserver#leased}. What it throws is counted, and the client's headers are sent.
 */
public interface TraceHeaders {
  /** The headers for the backend: the client's own, or a changed copy of them. */
  MultiMap forBackend(ExchangeFacts exchange, MultiMap client);
}
