/**
 * JSON at byte level: find a member, step over a value, copy a range, escape and unescape; and the
 * one Jackson factory for whole bodies.
 *
 * <p><b>Parcel in:</b> bytes that a client, a backend or a model wrote. <b>Parcel out:</b> places
 * in them ({@link io.stepgate.json.Span}), and escaped bytes in a {@link
 * io.stepgate.json.ByteSink}.
 *
 * <p><b>May import:</b> the JDK and Jackson's streaming core; no framework, no other room.
 *
 * <p><b>Two walks, for two trusts.</b> A client's body is read by {@link
 * io.stepgate.json.JsonWalker}, once, which judges every byte. A backend's frame is stepped over,
 * by {@link io.stepgate.json.JsonCursor}, which looks for the borders of values and allocates
 * nothing. Whole bodies of which much is read (schemas, descriptions, answers of control calls) go
 * through Jackson's streaming parser from {@link io.stepgate.json.JacksonFactory}.
 *
 * <p><b>How to extend:</b> what another room needs to know about JSON's syntax becomes a method
 * here, on positions in an array; what a member means stays in the room that asks for it.
 */
package io.stepgate.json;
