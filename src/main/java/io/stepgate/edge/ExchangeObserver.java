package io.stepgate.edge;

/**
 * Watches requests pass the doorways. Called on the request's event loop, so it must not block. It
 * cannot stop a request; what it throws is counted and goes no further.
 */
public interface ExchangeObserver {
  /** A request is at the door. */
  default void arrived(ExchangeFacts exchange) {}

  /** It was read: what it asks for is known now. */
  default void asked(ExchangeFacts exchange) {}

  /** A backend was lent to it and gets it now; again for each further try. */
  default void leased(ExchangeFacts exchange) {}

  /** A try came to nothing; unless another follows, {@link #finished} is next. */
  default void failed(ExchangeFacts exchange, Outcome outcome, long nanos) {}

  /** The client was told something new: {@link ExchangeFacts#tally} says what. */
  default void pieces(ExchangeFacts exchange, long nanos) {}

  /** It is over; called exactly once for each that arrived. */
  default void finished(ExchangeFacts exchange, Outcome outcome, long nanos) {}
}
