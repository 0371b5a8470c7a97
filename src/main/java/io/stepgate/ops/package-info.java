/**
 * What an operator sees: meters, the benchmark's report on live traffic, spans, access log, health.
 *
 * <p><b>Parcel in:</b> announcements of the {@code edge} and snapshots of {@code routing}.
 * <b>Parcel out:</b> {@code /metrics}, {@code /benchmark/report} and its gauges, the live page at
 * {@code /} with {@code /live/events}, {@code /q/health}, a line per request in the log.
 *
 * <p><b>May import:</b> {@code config}, {@code json}, {@code openai}, {@code edge} (the observer's
 * types), {@code routing} (the pool's snapshot), {@code parse.StreamTally} (what a client was told,
 * which the edge hands out), {@code report}. Micrometer and OpenTelemetry are used here and nowhere
 * else: rooms hold no counters.
 *
 * <p><b>What is measured when:</b> a request begins when its head is at the door and ends when its
 * last byte was handed to the connection, as its client sees it. Definitions are those of {@code
 * sglang.bench_serving} v0.5.18. On {@code /generate} a frame's gap is shared by the tokens it
 * brought; elsewhere each frame with text is one token event. Tool calls count as text does: an
 * agent waits for them. Only requests that went well enter a latency, so a stream keeps its gaps
 * until it ends: 8 bytes a frame, 64 KB at most, and 134 KB at most above 8192 frames.
 *
 * <p><b>The live page:</b> {@link io.stepgate.ops.LiveEndpoint} opens the doors, {@link
 * io.stepgate.ops.LiveFeed} keeps the beat, {@link io.stepgate.ops.LiveEvent} makes what is told,
 * {@link io.stepgate.ops.LiveListener} is one open page. Events are made on a worker, since merging
 * an hour takes milliseconds that a stream on the same loop would feel; a page that does not read
 * misses them.
 *
 * <p><b>Tracing:</b> {@link io.stepgate.ops.TracingKeys} decides at the start whether there is any;
 * if so {@link io.stepgate.ops.Tracing} watches, and {@link io.stepgate.ops.RequestSpans} are one
 * request's spans. {@link io.stepgate.ops.BareVertx} keeps the framework from making its own.
 *
 * <p>{@link io.stepgate.ops.HealthCommand} looks from outside: a process of its own that asks the
 * running one over HTTP, so it boots nothing and shares nothing with it.
 *
 * <p><b>How to extend:</b> whatever can be said of a request in passing is an {@link
 * io.stepgate.edge.ExchangeObserver}.
 */
package io.stepgate.ops;
