/**
 * Imitates the server's reasoning parser and tool-call parser, in streams and on whole text.
 *
 * <p><b>Parcel in:</b> the model's raw text, cut anywhere. <b>Parcel out:</b> reasoning, answer,
 * and calls with their arguments as the real server's parsers give them, their flaws included.
 *
 * <p><b>May import:</b> {@code engine}, {@code script} for the declared tools, Vert.x' JSON and the
 * JDK. Never the room {@code parse}: a server that splits its text with the gateway's own code
 * would prove nothing about the gateway.
 *
 * <p><b>How to extend:</b> another grammar is a class here with a name in {@code SimulatorOptions},
 * and a branch where {@code ReasoningSplit} or {@code ToolCallSplit} is made.
 */
package io.stepgate.simulator.parser;
