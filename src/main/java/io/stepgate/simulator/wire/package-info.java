/**
 * Writes frames and bodies, character for character as SGLang v0.5.18 does.
 *
 * <p><b>Parcel in:</b> a plan ({@code ServedChatPlan}, {@code ServedPromptPlan}) and the engine's
 * chunks for it. <b>Parcel out:</b> SSE frames to a {@code FrameSink}, or one JSON body.
 *
 * <p><b>May import:</b> {@code engine}, {@code script}, {@code parser} and the JDK. It knows no
 * HTTP, so recorded frames of a real server test it without a socket.
 *
 * <p><b>How to extend:</b> another kind of answer is an {@code EngineListener} for its frames and
 * one for its body; what a real server writes goes to {@code step3p5-wire.jsonl} first.
 */
package io.stepgate.simulator.wire;
