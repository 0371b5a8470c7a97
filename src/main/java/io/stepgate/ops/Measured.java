package io.stepgate.ops;

import io.stepgate.edge.ExchangeFacts;
import io.stepgate.edge.Outcome;
import io.stepgate.report.RequestSample;

/**
 * A request that is over, with what was measured of it, in nanoseconds.
 *
 * @param sample what it is in the report if it went well; null where no model wrote an answer to it
 * @param latencyNanos from its arrival to its end
 * @param ownNanos the gateway's own share of that
 */
record Measured(
    ExchangeFacts exchange,
    Outcome outcome,
    RequestSample sample,
    long latencyNanos,
    long ownNanos) {
  static Measured of(ExchangeFacts exchange, Outcome outcome, RequestSample sample, long endNanos) {
    long latency = endNanos - exchange.arrivedNanos();
    return new Measured(exchange, outcome, sample, latency, exchange.ownNanos(endNanos));
  }
}
