/**
 * One call over HTTP and its answer, and what tests may ask about those that came.
 *
 * <p><b>Parcel in:</b> a request with its whole body ({@code ServedCall}). <b>Parcel out:</b> its
 * answer: JSON, text, an error in SGLang's shape, or frames through {@code SseResponse}.
 *
 * <p><b>May import:</b> {@code engine}, {@code script}, {@code wire}, bare Vert.x and the JDK.
 *
 * <p><b>How to extend:</b> another shape of errors is a method of {@code ServedCall}, chosen by a
 * constant in {@code Route.Errors}.
 */
package io.stepgate.simulator.http;
