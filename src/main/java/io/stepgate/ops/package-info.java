/**
 * What an operator sees: meters, access log, health.
 *
 * <p><b>Parcel in:</b> announcements of the {@code edge} and snapshots of {@code routing}.
 * <b>Parcel out:</b> {@code /metrics}, {@code /q/health}, a line per request in the log.
 *
 * <p><b>May import:</b> {@code openai}, {@code edge} (the observer's types), {@code routing} (the
 * pool's snapshot), {@code report}. Micrometer is used here and nowhere else: rooms hold no
 * counters.
 *
 * <p><b>How to extend:</b> whatever can be said of a request in passing is an {@link
 * io.stepgate.edge.ExchangeObserver}.
 */
package io.stepgate.ops;
