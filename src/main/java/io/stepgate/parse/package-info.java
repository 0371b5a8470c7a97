/**
 * Turns a backend's bytes into reasoning, content and tool-call pieces.
 *
 * <p><b>Parcel in:</b> bytes of a backend's answer, cut anywhere. <b>Parcel out:</b> segments
 * through a {@link io.stepgate.parse.SegmentSink}, and the frames made of them.
 *
 * <p><b>May import:</b> {@code openai}, the JDK and Jackson's streaming core. No Quarkus, no
 * Vert.x, no logging, no clock: everything here can be tested with a byte array.
 */
package io.stepgate.parse;
