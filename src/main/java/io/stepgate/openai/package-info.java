/**
 * The words of the API: the few request and chunk fields that Stepgate reads or writes, and the
 * error body.
 *
 * <p><b>Parcel in:</b> a client's or a backend's bytes. <b>Parcel out:</b> {@link
 * io.stepgate.openai.ChatRequest}, {@link io.stepgate.openai.ApiError}.
 *
 * <p><b>May import:</b> {@code json}, the JDK and Jackson's streaming core; no framework.
 *
 * <p><b>How to extend:</b> a field exists here only if a line of ours reads or writes it.
 * Everything else stays in the client's own bytes, which is why requests are patched by byte
 * position and never rebuilt from beans.
 */
package io.stepgate.openai;
