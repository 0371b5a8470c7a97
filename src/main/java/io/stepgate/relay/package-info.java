/**
 * Carries bytes to the leased backend and back, streaming, with timeouts and cancel.
 *
 * <p><b>Parcel in:</b> a {@link io.stepgate.routing.Lease} and an {@link
 * io.stepgate.relay.UpstreamRequest}. <b>Parcel out:</b> an {@link io.stepgate.relay.Upstream}, the
 * backend's answer while it comes; or an {@link io.stepgate.relay.UpstreamFailure}.
 *
 * <p><b>May import:</b> {@code config}, {@code openai}, {@code routing.Lease} and nothing else of
 * {@code routing}.
 *
 * <p><b>Why this way:</b> a client per event loop, and per bucket of certificates, keeps both sides
 * of a stream on one thread, so that a chunk costs no hand-over. An HTTP/1.1 exchange that is given
 * up closes its connection: that is what makes an SGLang server stop generating.
 */
package io.stepgate.relay;
