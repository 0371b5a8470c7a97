/**
 * Turns a backend's bytes into reasoning, content and tool-call pieces.
 *
 * <p><b>Parcel in:</b> bytes of a backend's answer, cut anywhere. <b>Parcel out:</b> segments
 * through a {@link io.stepgate.parse.SegmentSink}, and the frames made of them.
 *
 * <p><b>May import:</b> {@code json}, {@code openai}, the JDK and Jackson's streaming core. No
 * Quarkus, no Vert.x, no logging, no clock: everything here can be tested with a byte array.
 *
 * <p><b>The text level.</b> A {@link io.stepgate.parse.TextPlan} says how the text of a request's
 * choices is taken apart and makes one {@link io.stepgate.parse.ChoiceParser} per choice. In it
 * text runs through two stages, each holding only what is undecided: a reasoning parser, then a
 * tool-call parser. {@code StreamState} draws the states.
 *
 * <p><b>The memory.</b> {@link io.stepgate.parse.ReasoningMemory} is the one thing here that
 * outlives a request: a plain map of what turns with calls thought. The edge owns it, says by
 * {@link io.stepgate.parse.TurnSink} whose turn it was, and {@code openai} puts it back into a
 * request.
 *
 * <p><b>To extend:</b> a reasoning parser with plain opening and closing markers is one line in
 * {@link io.stepgate.parse.ParserCatalog}. Another grammar is one class that implements {@code
 * ReasoningParser} or {@code ToolCallParser}, and its line. Its test feeds every text at every cut.
 *
 * <p><b>Why this way:</b> backends lose calls and answers where a marker is cut over two chunks,
 * and streamed and whole answers of the same text differ. One incremental machine for both, whose
 * result does not depend on the cuts, has neither fault.
 */
package io.stepgate.parse;
